import { KMSClient } from '@aws-sdk/client-kms';
import type { AwsCipherSettings } from './aws-cipher.ts';
import { awsCipher } from './aws-cipher.ts';
import type { Cipher } from './cipher.ts';
import { kmsSigner } from './kms-signer.ts';
import type { Signer } from './signer.ts';

const client = new KMSClient({});

/** Keys of this account that seal. */
export const sealer = (keys: Omit<AwsCipherSettings, 'client'>): Cipher => awsCipher({ client, ...keys });

/** The key of this account that signs. */
export const signerOf = (keyArn: string): Signer => kmsSigner({ client, keyArn });
