import { createHash } from 'node:crypto';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { DescribeExecutionCommand, ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Broken, DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { MachineName, StepInput, StepName } from '../../steps/machines.ts';
import { machineNames, machines } from '../../steps/machines.ts';
import type { Stores } from '../../store/store.ts';
import type { StepRunner } from '../deps.ts';

export interface AwsStepRunnerSettings {
  readonly client: Pick<SFNClient, 'send'>;
  readonly machineArns: Readonly<Record<MachineName, string>>;
  readonly stores: Pick<Stores, 'settlements' | 'payouts'>;
}

/** So often may a step fail from the same place before somebody has to look. */
const ATTEMPTS_MAX = 50;

/**
 * Runs steps on Step Functions. An execution's name is made from the step and from where the settlement or the batch stands, so that a double
 * click is one execution; when that one has ended, asking again is a new attempt.
 */
export function awsStepRunner({ client, machineArns, stores }: AwsStepRunnerSettings): StepRunner {
  return {
    start: async (step, input) => {
      const stateMachineArn = machineArns[machineOf(step)];
      const { merchantId, programId, periodId } = input;
      const cause = hashOf([merchantId, programId, periodId, step, await standingOf(stores, input)]);
      for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
        const name = `${step}-${periodId}-${cause}-${attempt}`;
        if (await startOrJoin(client, { stateMachineArn, name, step, input })) return;
      }
      throw new DomainError('step.gave-up', {
        en: `${step} of ${periodId} was tried ${ATTEMPTS_MAX} times from the same place`,
        ja: `${periodId}の処理${step}を同じ状態から${ATTEMPTS_MAX}回試みましたが、完了しませんでした`,
      });
    },
  };
}

/** What a step starts from: the settlement, or the batch with what is asked of it. */
async function standingOf(stores: AwsStepRunnerSettings['stores'], input: StepInput): Promise<unknown> {
  const { merchantId, programId, periodId, batchId, contentHash, fileHash, report } = input;
  const scope = { merchantId, programId };
  if (batchId === undefined) return await stores.settlements.settlement(scope, periodId);
  const batch = await stores.payouts.batch(scope, batchId);
  const asked = { contentHash: contentHash ?? null, fileHash: fileHash ?? null, report: report ?? null };
  return { batchId, batch, ...asked };
}

interface Execution {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly step: StepName;
  readonly input: StepInput;
}

/** False when an execution of this name has ended, so that the next name is to be tried. */
async function startOrJoin(client: Pick<SFNClient, 'send'>, execution: Execution): Promise<boolean> {
  const { stateMachineArn, name, step, input } = execution;
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ step, input }) }));
    return true;
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING';
  }
}

function machineOf(step: StepName): MachineName {
  const found = machineNames.find((name) => (machines[name] as readonly string[]).includes(step));
  if (found === undefined) throw new Broken('step.unknown', `no state machine has the step ${step}`);
  return found;
}

/** Letters and digits only, and short: a name has at most 80 characters. */
function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(canonical(parts)).digest('hex').slice(0, 32);
}
