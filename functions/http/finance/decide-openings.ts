import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decideOpenings as decideThem } from '../../usecases/ledger/opening-balances.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { hashSeen } from '../if-match.ts';
import { openingsReply } from '../openings-reply.ts';

/** The second person's word on the balances that a program takes over. */
export const decideOpenings = operation(
  ledgerRoutes.decideOpenings,
  async ({ deps, scope, caller, parameters, headers }) => {
    const { currency } = await programOf(deps, scope);
    const outcome = parameters.decision === 'approve' ? 'approved' : 'rejected';
    const { importId } = parameters;
    const seen = hashSeen(headers['if-match'], 'opening.edited');
    const decided = await decideThem(deps, { scope, importId, by: caller.subject, outcome, seen });
    return openingsReply(decided, currency);
  },
);

export const handler = decideOpenings.handlerOn(awsHost);
