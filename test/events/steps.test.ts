import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { awsStepRunner } from '../../functions/runtime/aws/step-runner.ts';
import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import { machines } from '../../functions/steps/machines.ts';
import { aSettlement } from '../domain/settlement/build.ts';
import { anApp, MERCHANT, PROGRAM } from '../support/app.ts';
import { aConversion, aShop, post, programPath } from '../support/shop.ts';

const scope = { merchantId: MERCHANT, programId: PROGRAM };
const input = { ...scope, periodId: '2026-10', actor: 'usr_1' };
const machineArns = {
  settlement: 'arn:aws:states:ap-northeast-1:1:stateMachine:settlement',
  payout: 'arn:aws:states:ap-northeast-1:1:stateMachine:payout',
};

/** Step Functions as far as names of executions go: a name is taken for good; the same input joins what is running. */
function stepFunctions() {
  const executions = new Map<string, { status: string; input: string }>();
  const send = async ({ input: asked }: { input: Record<string, string> }) => {
    const executionArn = asked['executionArn'];
    if (executionArn !== undefined) return { status: executions.get(executionArn)?.status };
    const arn = `${asked['stateMachineArn']?.replace(':stateMachine:', ':execution:')}:${asked['name']}`;
    const known = executions.get(arn);
    const isJoined = known?.status === 'RUNNING' && known.input === asked['input'];
    if (known !== undefined && !isJoined) {
      throw new ExecutionAlreadyExists({ message: 'taken', $metadata: {} });
    }
    executions.set(arn, { status: 'RUNNING', input: asked['input'] ?? '' });
    return { executionArn: arn };
  };
  const client = { send } as unknown as Parameters<typeof awsStepRunner>[0]['client'];
  const end = (status: string): void => {
    for (const execution of executions.values()) execution.status = status;
  };
  return { client, executions, end };
}

function aRunner() {
  const { stores } = anApp().deps;
  const { client, executions, end } = stepFunctions();
  return { stores, executions, end, runner: awsStepRunner({ client, machineArns, stores }) };
}

describe('a step in the cloud', () => {
  it('is one execution when it is asked for twice, whoever asks', async () => {
    const { runner, executions } = aRunner();
    await runner.start('seal', input);
    await runner.start('seal', input);
    await runner.start('seal', { ...input, actor: 'usr_2' });
    expect(executions.size).toBe(1);
    const [[arn = '', execution] = []] = executions;
    expect(arn).toMatch(/^arn:aws:states:ap-northeast-1:1:execution:settlement:seal-2026-10-[0-9a-f]{32}-1$/);
    expect(JSON.parse(execution?.input ?? '')).toEqual({ step: 'seal', input });
  });

  it('is tried anew when the last try has ended', async () => {
    const { runner, executions, end } = aRunner();
    await runner.start('calculate', input);
    end('FAILED');
    await runner.start('calculate', input);
    await runner.start('calculate', input);
    expect([...executions.keys()].map((arn) => arn.slice(-2))).toEqual(['-1', '-2']);
  });

  it('is another one once the settlement has gone on, and for another step, period, program or merchant', async () => {
    const { runner, executions, stores } = aRunner();
    await runner.start('seal', input);
    await stores.settlements.advance(scope, null, aSettlement({ status: 'sealed', manifestHash: 'm1' }));
    await runner.start('seal', input);
    await runner.start('calculate', input);
    await runner.start('payout', input);
    await runner.start('seal', { ...input, periodId: '2026-11' });
    await runner.start('seal', { ...input, programId: 'prg_2' });
    await runner.start('seal', { ...input, merchantId: 'mer_2' });
    expect(executions.size).toBe(7);
    expect([...executions.keys()].filter((arn) => arn.includes(':payout:'))).toHaveLength(1);
    for (const arn of executions.keys()) expect((arn.split(':').at(-1) ?? '').length).toBeLessThanOrEqual(80);
  });
});

describe('a step of a batch in the cloud', () => {
  it('is one execution for a batch and what is asked of it', async () => {
    const { runner, executions } = aRunner();
    const order = { ...input, batchId: '2026-10-zengin-1', contentHash: 'a' };
    await runner.start('approve-batch', order);
    await runner.start('approve-batch', order);
    expect(executions.size).toBe(1);
    await runner.start('approve-batch', { ...order, batchId: '2026-10-zengin-2' });
    await runner.start('approve-batch', { ...order, contentHash: 'b' });
    for (const date of ['2026-11-30', '2026-12-01']) {
      await runner.start('import-results', { ...order, report: { date, others: 'waiting', results: [] } });
    }
    expect(executions.size).toBe(5);
    for (const arn of executions.keys()) {
      expect(arn).toContain(':payout:');
      expect((arn.split(':').at(-1) ?? '').length).toBeLessThanOrEqual(80);
    }
  });
});

describe('a step on the laptop', () => {
  it('takes a period from open to paid, and lets what is under way through before it seals', async () => {
    const app = await aShop();
    await post(app, programPath('conversions'), aConversion({ partnerId: 'ptn_1' }));
    app.setNow('2026-11-02T00:00:00+09:00');
    let drains = 0;
    const runner = localStepRunner(app.deps, {
      drained: async () => {
        drains += 1;
      },
    });
    const statuses: (string | undefined)[] = [];
    for (const step of [...machines.settlement, 'payout' as const].filter((name) => name !== 'fit')) {
      await runner.start(step, step === 'approve' ? { ...input, actor: 'usr_2' } : input);
      statuses.push((await app.deps.stores.settlements.settlement(scope, '2026-10'))?.status);
    }
    expect(statuses).toEqual(['sealed', 'calculated', 'approved', 'closed', 'closed']);
    expect(drains).toBe(1);
    const settlement = await app.deps.stores.settlements.settlement(scope, '2026-10');
    expect(settlement?.payoutRunAt).not.toBeNull();
  });

  it('fails to whoever asked, with the reason', async () => {
    const { deps } = await aShop();
    const runner = localStepRunner(deps, { drained: async () => {} });
    await expect(runner.start('seal', input)).rejects.toThrow('2026-10 ends at');
  });
});
