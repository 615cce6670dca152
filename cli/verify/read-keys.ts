import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { parseInstant } from '../../functions/contract/schemas/instant.ts';
import { publicKeyOf } from '../../functions/runtime/ed25519.ts';
import type { PublicKey } from '../../functions/runtime/signer.ts';
import { BadInput } from '../bad-input.ts';

/** A public key from a file, with the time in which it signed where the file tells. */
export interface TrustedKey extends PublicKey {
  readonly validFrom: number | null;
  readonly validTo: number | null;
}

const instantOrNull = z
  .string()
  .transform((text) => parseInstant(text) ?? Number.NaN)
  .nullable();
const listSchema = z.object({
  keys: z.array(z.object({ publicKey: z.base64(), validFrom: instantOrNull, validTo: instantOrNull })).min(1),
});

/** Public keys in a file: PEM, a JWK, or the list that `GET …/keys` answers. What a key calls itself is computed, not read. */
export function readKeys(path: string): readonly TrustedKey[] {
  if (!existsSync(path)) throw new BadInput(`${path}: there is no such file`);
  const text = readFileSync(path, 'utf8');
  try {
    if (!text.trimStart().startsWith('{'))
      return [undated(createPublicKey(text).export({ format: 'der', type: 'spki' }))];
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'kty' in value) {
      const key = createPublicKey({ key: value as JsonWebKey, format: 'jwk' });
      return [undated(key.export({ format: 'der', type: 'spki' }))];
    }
    return listSchema.parse(value).keys.map(({ publicKey, validFrom, validTo }) => {
      return { ...publicKeyOf(Buffer.from(publicKey, 'base64')), validFrom, validTo };
    });
  } catch (error) {
    throw new BadInput(
      `${path}: is no Ed25519 public key in PEM or JWK and no list of keys: ${(error as Error).message}`,
    );
  }
}

type JsonWebKey = Extract<Parameters<typeof createPublicKey>[0], { format: 'jwk' }>['key'];

function undated(spki: Uint8Array): TrustedKey {
  return { ...publicKeyOf(spki), validFrom: null, validTo: null };
}
