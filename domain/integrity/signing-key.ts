import type { Instant } from '../time.ts';

/** A key that roots are signed with, as everybody may know it. */
export interface SigningKey {
  /** The first 32 hexadecimal digits of SHA-256 over `publicKey` in bytes, so that a key file names itself. */
  readonly keyId: string;
  readonly algorithm: 'Ed25519';
  /** SubjectPublicKeyInfo in DER and base64: the middle of a PEM file. */
  readonly publicKey: string;
  readonly validFrom: Instant;
}

/** A key with the instant from which its successor signs; null while it is the one in use. */
export interface DatedKey extends SigningKey {
  readonly validTo: Instant | null;
}

/** Keys in the order of their use, each good until the next begins: a rotation adds a row and changes none. */
export function keyHistory(keys: readonly SigningKey[]): readonly DatedKey[] {
  const ordered = [...keys].sort((a, b) => a.validFrom - b.validFrom);
  return ordered.map((key, index) => ({ ...key, validTo: ordered[index + 1]?.validFrom ?? null }));
}

/** Whether a key may have signed at an instant. */
export function isValidAt({ validFrom, validTo }: DatedKey, at: Instant): boolean {
  return at >= validFrom && (validTo === null || at < validTo);
}
