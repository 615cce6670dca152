import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readOpenings as readThem } from '../../usecases/ledger/opening-balances.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { openingsReply } from '../openings-reply.ts';

/** The balances that a program takes over, and how they stand. */
export const readOpenings = operation(ledgerRoutes.readOpenings, async ({ deps, scope }) => {
  const { currency } = await programOf(deps, scope);
  return openingsReply(await readThem(deps, scope), currency);
});

export const handler = readOpenings.handlerOn(awsHost);
