import { canonical } from '../../domain/integrity/canonical.ts';

/** What is sealed by the key of the host. */
export type SealedKind = 'partner-key' | 'partner-contact' | 'payee' | 'connector' | 'webhook';

/** Under what a thing is sealed: what it is comes first, so that rights to the key can be given by it, then whose it is. */
export function sealContext(kind: SealedKind, ...whose: readonly string[]): string {
  return canonical([kind, ...whose]);
}

/** How every context of a kind begins. */
export function beginningOf(kind: SealedKind): string {
  return `["${kind}",`;
}
