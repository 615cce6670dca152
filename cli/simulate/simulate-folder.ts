import type { Plan } from '../../domain/commission/plan.ts';
import type { PeriodId } from '../../domain/ids.ts';
import type { Carry } from '../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import { simulatedMonth } from '../../domain/settlement/simulate.ts';
import type { MonthPair, Simulation } from '../../domain/settlement/simulation.ts';
import { simulationOf } from '../../domain/settlement/simulation.ts';
import { summaryOf } from '../../domain/settlement/summary.ts';
import { firstFactAt, monthsUpTo } from '../calculate/months-up-to.ts';
import { factsByPeriod } from '../folder/facts-by-period.ts';
import type { Folder } from '../folder/folder.ts';
import { folderDecisions } from '../folder/folder-decisions.ts';
import { folderFits } from '../folder/folder-fits.ts';
import { folderTerms } from '../folder/folder-terms.ts';
import type { Progress } from '../progress.ts';

/** Closes the months of a folder as they were, and from the first simulated month on beside that as a draft makes them. */
export function simulateFolder(
  folder: Folder,
  { plan, months }: { readonly plan: Plan; readonly months: readonly [PeriodId, ...PeriodId[]] },
  progress: Progress,
): Simulation {
  const base = folderTerms(folder);
  const { calendar, program } = base;
  const [from] = months;
  const { start: since } = calendar.period(from);
  const factsIn = factsByPeriod(folder);
  const fitOf = folderFits(folder, program.attribution.model);
  const all = monthsUpTo(months.at(-1) ?? from, {
    firstFactAt: firstFactAt(folder),
    timezone: program.timezone,
  });
  // From the first month asked for on, even when nothing happened in it yet.
  const every = [...new Set([...all, ...months])].sort();
  const decisions = folderDecisions(folder, every[0] ?? from);
  let carry: Carry = EMPTY_CARRY;
  let simulated: Carry = EMPTY_CARRY;
  const pairs: MonthPair[] = [];
  const closing = progress.phase('closing months', every.length);
  for (const periodId of every) {
    const period = calendar.period(periodId);
    const facts = factsIn(period);
    const terms = { ...base, decisions, fit: fitOf(period) };
    if (periodId === from) simulated = carry;
    const result = closePeriod(period, facts, carry, terms);
    carry = result.carry;
    if (periodId >= from) {
      const draft = simulatedMonth({ period, facts, terms }, simulated, { plan, since });
      simulated = draft.carry;
      pairs.push({ actual: summaryOf(result, terms), draft: draft.summary });
    }
    closing.advance();
  }
  closing.done();
  return simulationOf(pairs);
}
