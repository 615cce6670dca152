import { DomainError } from '../../../domain/errors.ts';
import { statementRoutes } from '../../contract/routes/statement.ts';
import type { Caller } from '../../identity/caller.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { changeDocument } from '../../usecases/statement/change-document.ts';
import { documentAnswer } from '../wire.ts';

/** A partner confirms; finance writes down what a partner told it in another way. */
export const confirmStatement = operation(
  statementRoutes.confirmStatement,
  async ({ deps, caller, parameters, body }) => {
    const { merchantId, partnerId, subject: actor } = caller;
    const command = { kind: 'confirm', version: body.version, means: meansOf(caller, body.means) } as const;
    return {
      body: documentAnswer(await changeDocument(deps, { merchantId, partnerId, ...parameters, actor, command })),
    };
  },
);

export const handler = confirmStatement.handlerOn(awsHost);

/** Only the partner itself confirms on a terminal; what finance notes is a notice. */
function meansOf({ partnerId }: Caller, told: 'explicit' | 'notice' | undefined): 'explicit' | 'notice' {
  if (partnerId !== null) return told ?? 'explicit';
  if (told !== 'explicit') return 'notice';
  throw new DomainError(
    'request.invalid',
    {
      en: 'must be "notice" unless the partner itself confirms, got "explicit"',
      ja: 'パートナー本人の確認でないときは"notice"を指定してください（入力値: "explicit"）',
    },
    {
      field: 'means',
    },
  );
}
