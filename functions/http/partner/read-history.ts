import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { documentHistory } from '../../usecases/statement/change-document.ts';
import { documentAnswer, documentStepAnswer } from '../wire.ts';

/** Who did what to a statement, and when. */
export const readHistory = operation(statementRoutes.readHistory, async ({ deps, caller, parameters }) => {
  const { merchantId, partnerId } = caller;
  const { state, steps } = await documentHistory(deps, { merchantId, partnerId, ...parameters });
  return { body: { ...documentAnswer(state), steps: steps.map(documentStepAnswer) } };
});

export const handler = readHistory.handlerOn(awsHost);
