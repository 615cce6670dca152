import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeDocument } from '../../usecases/statement/change-document.ts';
import { documentAnswer } from '../wire.ts';

/** A partner says that its statement is wrong, and where. */
export const disputeStatement = operation(
  statementRoutes.disputeStatement,
  async ({ deps, caller, parameters, body }) => {
    const { merchantId, partnerId, subject: actor } = caller;
    const command = { ...body, kind: 'dispute', lines: body.lines ?? [] } as const;
    return {
      body: documentAnswer(await changeDocument(deps, { merchantId, partnerId, ...parameters, actor, command })),
    };
  },
);

export const handler = disputeStatement.handlerOn(awsHost);
