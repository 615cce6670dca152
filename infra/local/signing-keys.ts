import { join } from 'node:path';
import { Broken } from '../../domain/errors.ts';
import { newPrivateKey, pemSigner } from '../../functions/runtime/ed25519.ts';
import type { Signer } from '../../functions/runtime/signer.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

interface SigningKeyFile {
  /** In PEM, readable by the owner of the data folder only. */
  readonly privateKey: string;
}

/** Signs by a key in the data folder, made when first needed. A rotation puts a new one in its place; the old one is gone. */
export function openSigningKeys(folder: string): Signer {
  const file = join(folder, 'signing-key.json');
  const put = (): Signer => {
    const privateKey = newPrivateKey();
    writeJsonFile(file, { privateKey } satisfies SigningKeyFile);
    return pemSigner(privateKey);
  };
  const stored = readJsonFile<SigningKeyFile>(file);
  let signer = stored === null ? put() : pemSigner(stored.privateKey);
  return {
    current: () => signer.current(),
    sign: async (keyId, text) => {
      if ((await signer.current()).keyId === keyId) return await signer.sign(keyId, text);
      throw new Broken('key.rotated', `the key ${keyId} has been replaced in the meantime`);
    },
    rotate: async () => {
      signer = put();
    },
  };
}
