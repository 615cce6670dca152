import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto';
import { Broken } from '../../domain/errors.ts';
import type { Sha256 } from '../../domain/integrity/merkle.ts';
import type { VerifySignature } from '../../domain/integrity/period-root.ts';
import type { PublicKey, Signer } from './signer.ts';

const KEY_ID_DIGITS = 32;

/** SHA-256 as the domain keeps hashes. */
export const sha256Bytes: Sha256 = (data) => hash('sha256', data, 'binary');

/** A public key as it is published, from its SubjectPublicKeyInfo in DER. Anything but Ed25519 is refused. */
export function publicKeyOf(spki: Uint8Array): PublicKey {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Broken('key.wrong-algorithm', `keys must be Ed25519, got ${key.asymmetricKeyType}`);
  }
  const der = spkiOf(key);
  return {
    keyId: hash('sha256', der, 'hex').slice(0, KEY_ID_DIGITS),
    algorithm: 'Ed25519',
    publicKey: der.toString('base64'),
  };
}

/** Checks an Ed25519 signature in base64; written in any other way than ours it does not count. */
export const verifyEd25519: VerifySignature = ({ publicKey }, text, signature) => {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, bytes);
};

/** A new private key, as PEM in PKCS#8. */
export function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Signs by a private key in PEM; for files. */
export function pemSigner(pem: string): Signer {
  const key = createPrivateKey(pem);
  const own = publicKeyOf(spkiOf(createPublicKey(key)));
  return {
    current: async () => own,
    sign: async (_keyId, text) => sign(null, Buffer.from(text), key).toString('base64'),
    rotate: async () => undefined,
  };
}

function spkiOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}
