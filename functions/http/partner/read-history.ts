import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { documentHistory, documentPayment } from '../../usecases/statement/change-document.ts';
import { paymentAnswer } from '../payout-wire.ts';
import { documentAnswer, documentStepAnswer } from '../wire.ts';

/** Who did what to a statement, and when, and how its payment stands. */
export const readHistory = operation(statementRoutes.readHistory, async ({ deps, caller, parameters }) => {
  const { merchantId, partnerId } = caller;
  const { state, steps } = await documentHistory(deps, { merchantId, partnerId, ...parameters });
  const payout = await documentPayment(deps, merchantId, state);
  const payment = payout === null ? null : paymentAnswer(payout);
  return { body: { ...documentAnswer(state), steps: steps.map(documentStepAnswer), payment } };
});

export const handler = readHistory.handlerOn(awsHost);
