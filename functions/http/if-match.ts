import { DomainError } from '../../domain/errors.ts';
import type { EditedCode, SeenRevision } from '../usecases/revision.ts';

/** The entity tag of a revision, or of a hash. */
export function entityTag(revision: number | string): string {
  return `"${revision}"`;
}

/** The revision that an If-Match header names, `*` for any, null without one; what is no tag of ours is refused with the code. */
export function revisionSeen(ifMatch: string | undefined, code: EditedCode): SeenRevision {
  if (ifMatch === undefined) return null;
  const text = ifMatch.trim();
  if (text === '*') return '*';
  const revision = /^"(\d{1,9})"$/.exec(text)?.[1];
  if (revision === undefined)
    throw new DomainError(code, {
      en: `If-Match must be an ETag of ours, got ${text}`,
      ja: `If-Matchには取得したETagを指定してください（入力値: ${text}）`,
    });
  return Number(revision);
}

/** What an If-Match header names of a thing without revisions, whose ETag is a hash of it; null without one. */
export function hashSeen(ifMatch: string | undefined, code: 'opening.edited'): string | null {
  if (ifMatch === undefined) return null;
  const text = ifMatch.trim();
  const hash = text === '*' ? text : /^"([0-9a-f]{32})"$/.exec(text)?.[1];
  if (hash === undefined)
    throw new DomainError(code, {
      en: `If-Match must be an ETag of ours, got ${text}`,
      ja: `If-Matchには取得したETagを指定してください（入力値: ${text}）`,
    });
  return hash;
}
