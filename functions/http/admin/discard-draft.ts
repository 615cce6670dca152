import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { discardDraft as discard } from '../../usecases/terms/plan-draft.ts';
import { revisionSeen } from '../if-match.ts';

/** A draft that nobody wants any more. */
export const discardDraft = operation(
  programRoutes.discardDraft,
  async ({ deps, scope, caller, parameters, headers }) => {
    const { version } = parameters;
    const seen = revisionSeen(headers['if-match'], 'plan.edited');
    await discard(deps, { scope, version, by: caller.subject, seen });
    return {};
  },
);

export const handler = discardDraft.handlerOn(awsHost);
