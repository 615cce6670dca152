import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { draftOpenings as draftThem } from '../../usecases/ledger/opening-balances.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { hashSeen } from '../if-match.ts';
import { openingsReply } from '../openings-reply.ts';

/** The balances with their sums, for a second person to look at. */
export const draftOpenings = operation(ledgerRoutes.draftOpenings, async ({ deps, scope, caller, body, headers }) => {
  const { currency } = await programOf(deps, scope);
  const seen = hashSeen(headers['if-match'], 'opening.edited');
  const draft = await draftThem(deps, { scope, ...body, by: caller.subject, seen });
  return openingsReply(draft, currency);
});

export const handler = draftOpenings.handlerOn(awsHost);
