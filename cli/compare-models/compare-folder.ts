import type { PeriodId } from '../../domain/ids.ts';
import type { Model } from '../../domain/partner/program.ts';
import { isDataDriven } from '../../domain/partner/program.ts';
import type { Carry } from '../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import type { ModelComparison } from '../../domain/settlement/compare-models.ts';
import { compareModels } from '../../domain/settlement/compare-models.ts';
import { firstFactAt, monthsUpTo } from '../calculate/months-up-to.ts';
import { fitWarnings } from '../fit-warnings.ts';
import { factsByPeriod } from '../folder/facts-by-period.ts';
import type { Folder } from '../folder/folder.ts';
import { folderDecisions } from '../folder/folder-decisions.ts';
import { folderFits } from '../folder/folder-fits.ts';
import { folderTerms } from '../folder/folder-terms.ts';
import type { Progress } from '../progress.ts';

/** Closes the months of a folder before the one asked for as they were, and credits that one by each of the models. */
export function compareFolder(
  folder: Folder,
  { periodId, models }: { readonly periodId: PeriodId; readonly models: readonly Model[] },
  progress: Progress,
): ModelComparison {
  const { timezone } = folder.program;
  const months = monthsUpTo(periodId, { firstFactAt: firstFactAt(folder), timezone });
  const base = { ...folderTerms(folder), decisions: folderDecisions(folder, months[0] ?? periodId) };
  const { calendar, program } = base;
  const factsIn = factsByPeriod(folder);
  const fitOf = folderFits(folder, program.attribution.model);
  let carry: Carry = EMPTY_CARRY;
  const earlier = months.filter((month) => month !== periodId);
  const closing = progress.phase('closing months', earlier.length);
  for (const month of earlier) {
    const period = calendar.period(month);
    const terms = { ...base, fit: fitOf(period) };
    carry = closePeriod(period, factsIn(period), carry, terms).carry;
    closing.advance();
  }
  closing.done();
  const period = calendar.period(periodId);
  const crediting = progress.phase(`crediting ${periodId} by models`, models.length);
  const warnings: string[] = [];
  const comparison = compareModels({ period, facts: factsIn(period), carry, terms: base }, models, (model) => {
    const fit = isDataDriven(model) ? folderFits(folder, model)(period) : null;
    warnings.push(...fitWarnings(model, fit));
    return fit;
  });
  crediting.done();
  for (const warning of warnings) progress.note(`bunpai: ${warning}`);
  return comparison;
}
