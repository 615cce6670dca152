import type { Batch } from '../../../domain/payout/payout.ts';
import { languageOf } from '../../contract/problem.ts';
import type { Route } from '../../contract/routes.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Operation } from '../../runtime/operation/operation.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import type { StepInput, StepName } from '../../steps/machines.ts';
import type { Scope } from '../../store/scope.ts';
import { batchIn } from '../../usecases/payout/payout-batch.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { batchAnswer } from '../payout-wire.ts';

interface OfBatch {
  readonly programId: string;
  readonly batchId: string;
}

export interface BatchCommand {
  readonly scope: Scope;
  readonly batchId: string;
  readonly actor: string;
}

export interface BatchStep<Body> {
  readonly step: StepName;
  /** Refuses at once what the step would refuse. */
  readonly check: (deps: Deps, command: BatchCommand, body: Body) => Promise<Batch>;
  /** What the step is told beside its batch. */
  readonly told: (body: Body) => Pick<StepInput, 'contentHash' | 'fileHash' | 'report'>;
  readonly answer?: (deps: Deps, scope: Scope, batch: Batch) => Promise<unknown>;
}

/** Starts a step of a batch and answers where the batch stands; the step may still be running. */
export function batchStep<Body, Query>(route: Route<Body, OfBatch, Query>, order: BatchStep<Body>): Operation {
  const { step, check, told, answer } = order;
  return operation(route, async ({ deps, steps, scope, caller, parameters, body, headers }) => {
    const { batchId } = parameters;
    await programOf(deps, scope);
    const { periodId } = await check(deps, { scope, batchId, actor: caller.subject }, body);
    await steps.start(step, { ...scope, periodId, actor: caller.subject, batchId, ...told(body) });
    const batch = await batchIn(deps, scope, batchId);
    if (answer !== undefined) return { body: await answer(deps, scope, batch) };
    const language = languageOf(headers['accept-language']);
    return { headers: inLanguage(language), body: batchAnswer(batch, language) };
  });
}
