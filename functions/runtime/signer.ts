import type { SigningKey } from '../../domain/integrity/signing-key.ts';

/** A public key that signs, without when it began to. */
export type PublicKey = Omit<SigningKey, 'validFrom'>;

/** Signs the roots of closed periods: a key file on the laptop, KMS in AWS. The private key never leaves it. */
export interface Signer {
  /** The key that signs now. */
  readonly current: () => Promise<PublicKey>;
  /** Signature of a text in UTF-8 by the key of that id, in base64. */
  readonly sign: (keyId: string, text: string) => Promise<string>;
  /** Makes a new key the current one where the host can; where keys come with a deployment it changes nothing. */
  readonly rotate: () => Promise<void>;
}
