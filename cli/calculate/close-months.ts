import { createHash, randomBytes } from 'node:crypto';
import type { PeriodId } from '../../domain/ids.ts';
import { calendarOf, nextPeriodId } from '../../domain/settlement/calendar.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { memoryStores } from '../../functions/store/memory/stores.ts';
import type { LedgerStore, Run, RunStore, Scope } from '../../functions/store/store.ts';
import { approvePeriod } from '../../functions/usecases/approve-period.ts';
import { calculatePeriod } from '../../functions/usecases/calculate-period.ts';
import { closePeriod } from '../../functions/usecases/close-period.ts';
import { readSettlement } from '../../functions/usecases/read-settlement.ts';
import { runPayouts } from '../../functions/usecases/run-payouts.ts';
import { sealPeriod } from '../../functions/usecases/seal-period.ts';
import type { Folder } from '../folder/folder.ts';
import type { Progress } from '../progress.ts';
import { loadFacts } from './load-facts.ts';

const ACTOR = 'bunpai calculate';

/** A closed period: its figures, its run, and the ledger with its entries. */
export interface ClosedPeriod {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly summary: Summary;
  readonly run: Run;
  readonly ledger: LedgerStore;
}

/** Closes every month of a folder in order, up to the one asked for, with the use cases of the cloud on stores in memory. */
export async function closeMonths(folder: Folder, periodId: PeriodId, progress: Progress): Promise<ClosedPeriod> {
  const { merchantId, programId, timezone } = folder.program;
  const scope: Scope = { merchantId, programId };
  const calendar = calendarOf(timezone);
  let now: Instant = 0;
  let run: Run | null = null;
  const stores = memoryStores();
  const deps: Deps = {
    stores: { ...stores, runs: seenBy(stores.runs, (made) => (run = made)) },
    now: () => now,
    newId: () => randomBytes(16).toString('base64url'),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    clickIdKey: randomBytes(32),
  };
  await loadFacts(deps, scope, folder, progress);
  for (const month of monthsUpTo(folder, periodId)) {
    now = calendar.period(month).end;
    const command = { scope, periodId: month, actor: ACTOR };
    progress.note(`closing ${month}`);
    await sealPeriod(deps, command);
    await calculatePeriod(deps, command);
    await approvePeriod(deps, command);
    await closePeriod(deps, command);
    await runPayouts(deps, command);
  }
  const { summary } = await readSettlement(deps, { scope, periodId });
  if (summary === null || run === null) throw new Error(`${periodId} was closed without figures`);
  return { scope, periodId, summary, run, ledger: stores.ledger };
}

/** The run store, which also shows each run: statements are then written from what they are made of, not from text. */
function seenBy(runs: RunStore, see: (run: Run) => void): RunStore {
  return {
    ...runs,
    putRun: async (scope, run) => {
      see(run);
      await runs.putRun(scope, run);
    },
  };
}

/**
 * The months from the first fact to the one asked for. A month without facts is closed too: holds end in it, and what was paid
 * out then must not be paid out again when a later month is asked for.
 */
export function monthsUpTo({ program, conversions, reversals }: Folder, periodId: PeriodId): readonly PeriodId[] {
  const calendar = calendarOf(program.timezone);
  let first = calendar.period(periodId);
  for (const { occurredAt } of [...conversions, ...reversals]) {
    if (occurredAt < first.start) first = calendar.periodOf(occurredAt);
  }
  const months: PeriodId[] = [];
  for (let month = first.periodId; month <= periodId; month = nextPeriodId(month)) months.push(month);
  return months;
}
