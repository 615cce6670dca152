import { createPrivateKey } from 'node:crypto';
import { newPrivateKey, pemSigner } from '../../functions/runtime/ed25519.ts';
import type { Signer } from '../../functions/runtime/signer.ts';

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key made of 32 equal bytes, in PEM: for tests, which must come to the same signatures every time. */
export function aPrivateKey(seed: number): string {
  const der = Buffer.concat([PKCS8_HEAD, Buffer.alloc(32, seed)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

const FIRST = pemSigner(aPrivateKey(1));

/** Signs with the same key every time, until it is rotated. */
export function aSigner(): Signer {
  let signer = FIRST;
  return {
    current: () => signer.current(),
    sign: (keyId, text) => signer.sign(keyId, text),
    rotate: async () => {
      signer = pemSigner(newPrivateKey());
    },
  };
}
