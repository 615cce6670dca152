import { KMSClient } from '@aws-sdk/client-kms';
import type { Cipher } from '../cipher.ts';
import type { Signer } from '../signer.ts';
import type { AwsCipherSettings } from './cipher.ts';
import { awsCipher } from './cipher.ts';
import { kmsSigner } from './kms-signer.ts';

const client = new KMSClient({});

/** Keys of this account that seal. */
export const sealer = (keys: Omit<AwsCipherSettings, 'client'>): Cipher => awsCipher({ client, ...keys });

/** The key of this account that signs. */
export const signerOf = (keyArn: string): Signer => kmsSigner({ client, keyArn });
