import { DomainError } from '../../domain/errors.ts';

/** The entity tag of a revision. */
export function entityTag(revision: number): string {
  return `"${revision}"`;
}

/** The revision that an If-Match header names, `*` for any, null without one; what is no tag of ours is refused with the code. */
export function revisionSeen(
  ifMatch: string | undefined,
  code:
    | 'plan.edited'
    | 'deal.edited'
    | 'webhook.edited'
    | 'partner.edited'
    | 'key.edited'
    | 'claim.edited'
    | 'tax.edited',
): number | '*' | null {
  if (ifMatch === undefined) return null;
  const text = ifMatch.trim();
  if (text === '*') return '*';
  const revision = /^"(\d{1,9})"$/.exec(text)?.[1];
  if (revision === undefined) throw new DomainError(code, `If-Match must be an ETag of ours, got ${text}`);
  return Number(revision);
}
