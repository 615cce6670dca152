import { statementRoutes } from '../../contract/routes/statement.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeDocument } from '../../usecases/statement/change-document.ts';
import { documentAnswer } from '../wire.ts';

/** Finance issues a new version in place of the last. */
export const correctStatement = operation(
  statementRoutes.correctStatement,
  async ({ deps, caller, parameters, body }) => {
    const { merchantId, partnerId, subject: actor } = caller;
    const command = { ...body, kind: 'correct', adjustments: body.adjustments ?? [] } as const;
    return {
      body: documentAnswer(await changeDocument(deps, { merchantId, partnerId, ...parameters, actor, command })),
    };
  },
);

export const handler = correctStatement.handlerOn(awsHost);
