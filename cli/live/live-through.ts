import { join } from 'node:path';
import { DAY_MS } from '../../domain/time.ts';
import { ProblemError } from '../../functions/contract/client.ts';
import { firstFactAt, monthsUpTo } from '../calculate/months-up-to.ts';
import type { Folder } from '../folder/folder.ts';
import type { Progress } from '../progress.ts';
import type { Callers } from './callers.ts';
import { openFollowedLinks } from './followed-links.ts';
import { followingTeller, liveMonth, recordingTeller } from './live-month.ts';
import type { Month } from './months.ts';
import { monthsOf } from './months.ts';
import { setUp } from './set-up.ts';
import type { Settlement } from './settle.ts';
import { readSettlement, settle } from './settle.ts';
import { visitorsOf } from './visitors.ts';

/** The month to live through, and how. */
export interface MonthToLive {
  readonly folder: Folder;
  readonly periodId: string;
  /** The sample's links are followed; a folder's clicks are recorded. */
  readonly isSample: boolean;
}

const BEFORE_ALL_MILLISECONDS = 86_400_000;

/** Lives through every month up to the asked one and settles it; what an earlier start did is found and left as it is. */
export async function liveThrough(
  callers: Callers,
  { folder, periodId, isSample }: MonthToLive,
  { local, progress }: { readonly local: string; readonly progress: Progress },
): Promise<void> {
  const { programId, timezone, tracking } = folder.program;
  const months = monthsOf(folder, monthsUpTo(periodId, { firstFactAt: firstFactAt(folder), timezone }));
  const asked = await standingOf(callers, programId, periodId);
  if (asked !== null && isPaid(asked)) {
    progress.note(`  ${periodId} was closed by an earlier start; --fresh wipes ${local} and begins again`);
    return;
  }

  const followed = openFollowedLinks(join(local, 'followed-links.jsonl'));
  if (asked === null) followed.clear();
  const { clickIdParameter } = tracking;
  const teller = isSample
    ? followingTeller(callers, folder, visitorsOf({ address: callers.address, clickIdParameter, followed }))
    : recordingTeller(callers, folder);

  // Early enough for the notice of every plan that is yet to come.
  const notice = (folder.program.noticeDays ?? 0) * DAY_MS;
  await callers.setClock(firstInstant(months) - BEFORE_ALL_MILLISECONDS - notice);
  await setUp(callers, folder, progress);
  for (const month of months) {
    const standing = await standingOf(callers, programId, month.period.periodId);
    // What is sealed takes no more facts, so there is nothing left to tell of it.
    if (standing === null || standing.settlement.status === 'open') await liveMonth(callers, teller, month, progress);
    await settle(callers, programId, month.period, progress);
  }
}

/** Null: the program is not known, so nothing is loaded yet. */
async function standingOf(callers: Callers, programId: string, periodId: string): Promise<Settlement | null> {
  try {
    return await readSettlement(callers, programId, periodId);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}

function isPaid({ settlement }: Settlement): boolean {
  return settlement.status === 'closed' && settlement.payoutRunAt !== null;
}

function firstInstant(months: readonly Month[]): number {
  const starts = months.map(({ period }) => period.start);
  const first = months[0]?.happenings[0]?.at;
  return Math.min(...starts, ...(first === undefined ? [] : [first]));
}
