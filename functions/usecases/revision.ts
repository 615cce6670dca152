import { DomainError } from '../../domain/errors.ts';

/** The revision that a caller saw of what it changes: `*` for any, null when it did not say. */
export type SeenRevision = number | '*' | null;

export type EditedCode =
  `${'plan' | 'deal' | 'connector' | 'webhook' | 'partner' | 'key' | 'claim' | 'tax' | 'payee'}.edited`;

/** What is changed, where it stands, and the code of whoever saw it elsewhere. */
interface Current {
  readonly name: string;
  readonly revision: number;
  readonly code: EditedCode;
}

/** Editing needs the tag of what was seen, so that nobody writes over what another wrote. */
export function requireRevision(current: Current, seen: SeenRevision): void {
  if (seen === null) {
    const message = `send the header If-Match with the ETag of ${current.name}, or * for any`;
    throw new DomainError('request.if-match-required', message);
  }
  refuseOtherRevision(current, seen);
}

/** Where nobody must say what was seen: what is said must be so. */
export function refuseOtherRevision({ name, revision, code }: Current, seen: SeenRevision): void {
  if (seen === null || seen === '*' || seen === revision) return;
  throw new DomainError(code, `${name} is at revision ${revision}, If-Match says ${seen}; read it again`);
}
