import type { KMSClient } from '@aws-sdk/client-kms';
import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand } from '@aws-sdk/client-kms';
import { Broken } from '../../../domain/errors.ts';
import type { Cipher } from '../cipher.ts';
import { openWith, sealWith } from '../cipher.ts';

export interface AwsCipherSettings {
  readonly client: Pick<KMSClient, 'send'>;
  /** The key that wraps data keys. */
  readonly keyId: string;
  /** The key of fingerprints: HMAC_256. */
  readonly macKeyId: string;
}

const KMS = 'kms1';

/** A cipher whose keys never leave KMS: every text has a data key of its own, wrapped beside it. */
export function awsCipher({ client, keyId, macKeyId }: AwsCipherSettings): Cipher {
  return {
    seal: async (text, context) => {
      const made = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: { context } }),
      );
      if (!made.Plaintext || !made.CiphertextBlob) throw new Broken('cipher.no-key', 'KMS made no data key');
      const wrapped = Buffer.from(made.CiphertextBlob).toString('base64url');
      return `${KMS}.${wrapped}.${sealWith(made.Plaintext, text, context)}`;
    },
    open: async (sealed, context) => {
      const [form, wrapped = '', body = ''] = sealed.split('.', 3);
      if (form !== KMS) throw new Broken('cipher.unreadable', 'it was sealed by another cipher');
      const CiphertextBlob = Buffer.from(wrapped, 'base64url');
      const opened = await client.send(
        new DecryptCommand({ KeyId: keyId, CiphertextBlob, EncryptionContext: { context } }),
      );
      if (!opened.Plaintext) throw new Broken('cipher.no-key', 'KMS unwrapped no data key');
      return openWith(opened.Plaintext, body, context);
    },
    fingerprint: async (text) => {
      const Message = Buffer.from(text);
      const { Mac } = await client.send(
        new GenerateMacCommand({ KeyId: macKeyId, MacAlgorithm: 'HMAC_SHA_256', Message }),
      );
      if (!Mac) throw new Broken('cipher.no-key', 'KMS made no fingerprint');
      return Buffer.from(Mac).toString('base64url');
    },
  };
}
