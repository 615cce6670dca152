import { z } from 'zod';

/** Who is to read a journal, and in which encoding its CSV is; absent: what its program takes without being told. */
export const journalQuerySchema = z.strictObject({
  format: z.enum(['jsonl', 'ledger', 'hledger', 'freee', 'moneyforward', 'yayoi']),
  encoding: z.enum(['utf-8', 'shift_jis']).optional(),
});
