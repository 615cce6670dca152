import * as z from 'zod';
import { integritySchema } from '../schemas/statement.ts';
import { answer, hash, id, instant, next } from './answer.ts';

const { leaf, root } = integritySchema.shape;
const key = z.object({
  keyId: hash,
  algorithm: z.literal('Ed25519'),
  publicKey: z.base64(),
  validFrom: instant,
  validTo: instant.nullable(),
});

/** What is answered to whoever checks the books. */
export const integrityAnswers = {
  listKeys: answer({ body: z.object({ keys: z.array(key), next }), problems: [] }),
  listRoots: answer({ body: z.object({ roots: z.array(root), next }), problems: [] }),
  rotateKey: answer({ body: key, problems: [] }),
  exportBooks: answer({
    body: z.object({
      leaves: z.array(leaf.extend({ partnerId: id, entryHashes: z.string() })),
      entries: z.array(z.string()),
      next,
    }),
    problems: ['program.not-found', 'root.not-found'],
  }),
};
