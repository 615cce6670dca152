import { join } from 'node:path';
import type { JWK } from 'jose';
import { newTokenKey } from '../../functions/identity/token-issuer.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The private key of this host's tokens, made once for a data folder and readable by its owner only; `bunpai token` signs by it. */
export async function openTokenKey(folder: string): Promise<JWK> {
  const file = join(folder, 'token-key.json');
  const stored = readJsonFile<JWK>(file);
  if (stored !== null) return stored;
  const made = await newTokenKey();
  writeJsonFile(file, made);
  return made;
}
