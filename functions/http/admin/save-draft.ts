import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { saveDraft as save } from '../../usecases/terms/plan-draft.ts';
import { revisionSeen } from '../if-match.ts';
import { planAnswer, planHeaders } from '../wire.ts';

/** A draft as it was written, with its new ETag. */
export const saveDraft = operation(
  programRoutes.saveDraft,
  async ({ deps, scope, caller, parameters, body, headers }) => {
    const { version } = parameters;
    const seen = revisionSeen(headers['if-match'], 'plan.edited');
    const { draft, isNew } = await save(deps, { scope, version, by: caller.subject, seen, plan: body });
    return { ...(isNew ? { status: 201 } : {}), headers: planHeaders(draft), body: planAnswer(draft) };
  },
);

export const handler = saveDraft.handlerOn(awsHost);
