import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeDocument } from '../../usecases/statement/change-document.ts';
import { documentAnswer } from '../wire.ts';

/** Finance keeps a disputed statement as it is. */
export const rejectDispute = operation(statementRoutes.rejectDispute, async ({ deps, caller, parameters, body }) => {
  const { merchantId, partnerId, subject: actor } = caller;
  const command = { ...body, kind: 'reject' } as const;
  return { body: documentAnswer(await changeDocument(deps, { merchantId, partnerId, ...parameters, actor, command })) };
});

export const handler = rejectDispute.handlerOn(awsHost);
