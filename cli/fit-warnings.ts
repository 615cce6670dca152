import type { FittedModel } from '../domain/attribution/fitted-model.ts';
import type { FitWarning } from '../domain/attribution/snapshot.ts';
import type { DataDrivenModel } from '../domain/partner/program.ts';

/** What a fit cannot tell, in words; null: it was refused. */
export function fitWarnings({ name }: Pick<DataDrivenModel, 'name'>, fit: FittedModel | null): readonly string[] {
  if (fit === null) return [REFUSED[name]];
  return fit.snapshot.warnings.map((warning) => `${name}: ${WARNINGS[warning]}`);
}

const REFUSED: Readonly<Record<DataDrivenModel['name'], string>> = {
  shapley:
    'shapley looks at every set of partners and is exact up to 20 of them; there are more, so credits are linear',
  markov:
    'markov of so many partners and journeys takes too long, so credits are linear; choose a lower order, or a shorter windowDays',
};

const WARNINGS: Readonly<Record<FitWarning, string>> = {
  'no-conversions': 'no journey of the window converted, so nobody has a share and credits are linear',
  'no-non-converting-journeys':
    'every journey of the window converted; without others the model cannot tell what a partner changes',
  'negative-share': 'a partner is worth less than nothing, with it journeys convert less often, and counts as zero',
};
