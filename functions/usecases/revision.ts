import { DomainError } from '../../domain/errors.ts';
import type { Sentence } from '../../domain/said.ts';

/** The revision that a caller saw of what it changes: `*` for any, null when it did not say. */
export type SeenRevision = number | '*' | null;

export type EditedCode =
  `${'plan' | 'deal' | 'connector' | 'webhook' | 'partner' | 'key' | 'claim' | 'tax' | 'payee'}.edited`;

/** What is changed, where it stands, and the code of whoever saw it elsewhere. */
interface Current {
  readonly name: Sentence;
  readonly revision: number;
  readonly code: EditedCode;
}

/** Editing needs the tag of what was seen, so that nobody writes over what another wrote. */
export function requireRevision(current: Current, seen: SeenRevision): void {
  if (seen === null) {
    const message = {
      en: `send the header If-Match with the ETag of ${current.name.en}, or * for any`,
      ja: `If-Matchヘッダーに${current.name.ja}のETagを指定してください（どの版でもよいときは*）`,
    };
    throw new DomainError('request.if-match-required', message);
  }
  refuseOtherRevision(current, seen);
}

/** Where nobody must say what was seen: what is said must be so. */
export function refuseOtherRevision({ name, revision, code }: Current, seen: SeenRevision): void {
  if (seen === null || seen === '*' || seen === revision) return;
  throw new DomainError(code, {
    en: `${name.en} is at revision ${revision}, If-Match says ${seen}; read it again`,
    ja: `${name.ja}は版${revision}ですが、If-Matchは${seen}です。もう一度読み込んでください。`,
  });
}
