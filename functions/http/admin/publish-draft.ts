import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { publishDraft as publish } from '../../usecases/terms/plan-draft.ts';
import { revisionSeen } from '../if-match.ts';
import { planAnswer } from '../wire.ts';

/** The draft that the caller saw, published. */
export const publishDraft = operation(
  programRoutes.publishDraft,
  async ({ deps, scope, caller, parameters, headers }) => {
    const { version } = parameters;
    const seen = revisionSeen(headers['if-match'], 'plan.edited');
    return { body: planAnswer(await publish(deps, { scope, version, by: caller.subject, seen })) };
  },
);

export const handler = publishDraft.handlerOn(awsHost);
