import { setTimeout as sleep } from 'node:timers/promises';
import type { Period } from '../../domain/settlement/calendar.ts';
import type { AnswerOf } from '../../functions/contract/client.ts';
import type { Progress } from '../progress.ts';
import type { Callers } from './callers.ts';

/** Where the settlement of a period stands, as the API tells it. */
export type Settlement = AnswerOf<'readSettlement'>;

interface Step {
  readonly name: 'seal' | 'calculate' | 'approve' | 'close' | 'payout';
  readonly start: (
    callers: Callers,
    period: { readonly programId: string; readonly periodId: string },
  ) => Promise<unknown>;
  readonly isDone: (settlement: Settlement['settlement']) => boolean;
}

const LADDER = ['open', 'sealed', 'calculated', 'approved', 'closed'] as const;

const STEPS: readonly Step[] = [
  { name: 'seal', start: ({ finance }, period) => finance.sealPeriod(period), isDone: reached('sealed') },
  { name: 'calculate', start: ({ finance }, period) => finance.calculatePeriod(period), isDone: reached('calculated') },
  { name: 'approve', start: ({ approver }, period) => approver.approvePeriod(period), isDone: reached('approved') },
  { name: 'close', start: ({ finance }, period) => finance.closePeriod(period), isDone: reached('closed') },
  {
    name: 'payout',
    start: ({ finance }, period) => finance.runPayouts(period),
    isDone: ({ payoutRunAt }) => payoutRunAt !== null,
  },
];

const POLL_MILLISECONDS = 100;
const STEP_MILLISECONDS_MAX = 600_000;
const AFTER_CUTOFF_MILLISECONDS = 3_600_000;

/** Where a period of a program stands. */
export function readSettlement(callers: Callers, programId: string, periodId: string): Promise<Settlement> {
  return callers.finance.readSettlement({ programId, periodId });
}

/** Seals, calculates, approves and closes a period, and makes its payouts; goes on from wherever it stands. */
export async function settle(callers: Callers, programId: string, period: Period, progress: Progress): Promise<void> {
  const named = { programId, periodId: period.periodId };
  await callers.setClock(period.end + AFTER_CUTOFF_MILLISECONDS);
  const phase = progress.phase(`${period.periodId}: seal, calculate, approve, close, payout`, STEPS.length);
  for (const step of STEPS) {
    const { settlement } = await readSettlement(callers, programId, period.periodId);
    if (!step.isDone(settlement)) {
      await step.start(callers, named);
      await untilDone(callers, step, named);
    }
    phase.advance();
  }
  phase.done();
}

/** A step is started by POST and runs on by itself; GET tells when it is done. */
async function untilDone(
  callers: Callers,
  step: Step,
  { programId, periodId }: { programId: string; periodId: string },
) {
  const deadline = performance.now() + STEP_MILLISECONDS_MAX;
  while (performance.now() < deadline) {
    const { settlement } = await readSettlement(callers, programId, periodId);
    if (step.isDone(settlement)) return;
    await sleep(POLL_MILLISECONDS);
  }
  throw new Error(`the step ${step.name} of ${periodId} has not ended after ${STEP_MILLISECONDS_MAX / 60_000} minutes`);
}

function reached(status: (typeof LADDER)[number]): Step['isDone'] {
  return (settlement) => LADDER.indexOf(settlement.status) >= LADDER.indexOf(status);
}
