import type { Problem } from '../folder/problems.ts';
import { collectProblems } from '../folder/problems.ts';
import { seedHashes } from './hash.ts';
import type { FactCounts } from './partition.ts';
import { refuseRepeated } from './pass-reversals.ts';
import type { AgainOptions } from './read-again.ts';
import { clicksAgain, conversionsAgain } from './read-again.ts';
import type { Manifest } from './read-partition.ts';
import { sieve } from './sieve.ts';
import type { TaskRunner } from './task-runner.ts';
import type { TaskInput, TaskResult } from './tasks.ts';

/** What there is to say of facts that lie in partitions now. */
export interface FactsSorted {
  /** In the order of the files. */
  readonly problems: readonly Problem[];
  /** A number beyond all instants when there is no conversion and no reversal. */
  readonly firstAt: number;
  readonly counts: FactCounts;
  /** Rows of clicks.csv, in the order of the partners. */
  readonly clicksByPartner: readonly number[];
  readonly manifest: Manifest;
  /** Two conversions share a hash, so that their reversals may have been led astray: to be sorted again with another seed. */
  readonly isAmbiguous: boolean;
}

/** How many tasks `sortFacts` runs, if nothing is wrong with a folder of several partitions. */
export const tasksOf = ({ places }: TaskRunner): number => 5 + 2 * places;

/** Puts the facts of a folder into partitions, step by step: every step reads and writes files, and holds little in memory. */
export async function sortFacts(
  runner: TaskRunner,
  input: TaskInput,
  { allClicks, programCurrency }: { readonly allClicks: boolean; readonly programCurrency: string },
): Promise<FactsSorted> {
  const [conversions, clicks, reversals] = await Promise.all([
    runner.run(0, { name: 'conversions' }),
    runner.run(1, { name: 'clicks' }),
    runner.run(1, { name: 'reversals' }),
  ]);
  const [conversionIds, clickIds] = await Promise.all([
    runner.run(0, { name: 'conversion-ids' }),
    runner.run(1, { name: 'click-ids' }),
  ]);
  const again = collectProblems();
  const clicksMore = await readAgain(clicksAgain, runner, { input, problems: again, repeated: clickIds.ids.repeated });
  const clickProblems = [...clicks.problems, ...again.all()];
  const conversionProblems = collectProblems();
  for (const problem of conversions.problems) conversionProblems.add(problem);
  const conversionsMore = await readAgain(conversionsAgain, runner, {
    input,
    problems: conversionProblems,
    repeated: conversionIds.ids.repeated,
  });
  const isComplete = conversionProblems.count() === 0;
  const { reversalIds } = conversionIds;
  const undone = await inShares(runner, (share) =>
    runner.run(share.first, { name: 'undo', ...share, isComplete, programCurrency, repeated: reversalIds.repeated }),
  );
  const reversalProblems = collectProblems();
  for (const { problems } of [reversals, ...undone]) for (const problem of problems) reversalProblems.add(problem);
  const reversalsMore = refuseRepeated(
    undone.flatMap(({ repeated }) => repeated),
    reversalProblems,
  );
  const problems = [...clickProblems, ...conversionProblems.all(), ...reversalProblems.all()];
  if (input.parts > 1 && problems.length === 0) {
    await inShares(runner, (share) => runner.run(share.first, { name: 'join-clicks', ...share, allClicks }));
  }
  return {
    problems,
    firstAt: Math.min(conversions.firstAt, ...undone.map(({ firstAt }) => firstAt)),
    counts: {
      clicks: clickIds.ids.distinct + clicksMore,
      conversions: conversionIds.ids.distinct + conversionsMore,
      reversals: reversalIds.distinct + reversalsMore,
    },
    clicksByPartner: clicks.clicksByPartner,
    isAmbiguous: input.parts > 1 && conversionsMore > 0,
    manifest: {
      partnerIds: input.partnerIds,
      repeats: {
        clicks: clickIds.ids.repeated !== null,
        conversions: conversionIds.ids.repeated !== null,
        reversals: reversalIds.repeated !== null,
      },
    },
  };
}

function inShares(
  { places }: TaskRunner,
  run: (share: { readonly first: number; readonly step: number }) => Promise<TaskResult>,
): Promise<readonly TaskResult[]> {
  return Promise.all(Array.from({ length: places }, (_, first) => run({ first, step: places })));
}

interface Again extends Pick<AgainOptions, 'problems'> {
  readonly input: TaskInput;
  readonly repeated: Uint8Array | null;
}

async function readAgain(
  read: typeof clicksAgain,
  runner: TaskRunner,
  { input, problems, repeated }: Again,
): Promise<number> {
  if (repeated === null) return 0;
  const { folder, latest, partnerIds, parts, seed } = input;
  seedHashes(seed);
  const bounds = { partnerIds: new Set(partnerIds), latest };
  return read(folder, { bounds, problems, parts, open: runner.spill, repeated: sieve(repeated) });
}
