import type { KMSClient } from '@aws-sdk/client-kms';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { Broken } from '../../../domain/errors.ts';
import { publicKeyOf } from '../ed25519.ts';
import type { PublicKey, Signer } from '../signer.ts';

export interface KmsSignerSettings {
  readonly client: Pick<KMSClient, 'send'>;
  /** An asymmetric key of the spec ECC_NIST_EDWARDS25519 that only signs. */
  readonly keyArn: string;
}

/** Signs by a key that never leaves KMS. Another key comes with a deployment and is registered when it first signs. */
export function kmsSigner({ client, keyArn: KeyId }: KmsSignerSettings): Signer {
  let known: PublicKey | null = null;
  const current = async (): Promise<PublicKey> => {
    if (known !== null) return known;
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
    if (PublicKey === undefined) throw new Broken('key.missing', `KMS has no public key for ${KeyId}`);
    known = publicKeyOf(PublicKey);
    return known;
  };
  return {
    current,
    sign: async (keyId, text) => {
      if ((await current()).keyId !== keyId) throw new Broken('key.rotated', `the key ${keyId} is not deployed`);
      // Pure Ed25519, as everybody verifies it: KMS takes the message itself, not a digest of it.
      const signed = await client.send(
        new SignCommand({
          KeyId,
          Message: Buffer.from(text),
          MessageType: 'RAW',
          SigningAlgorithm: 'ED25519_SHA_512',
        }),
      );
      if (signed.Signature === undefined) throw new Broken('key.missing', `KMS gave no signature by ${KeyId}`);
      return Buffer.from(signed.Signature).toString('base64');
    },
    rotate: async () => undefined,
  };
}
