import type { Touchpoint } from '../../domain/attribution/attribution.ts';
import { creditsOf } from '../../domain/attribution/models.ts';
import { removalEffects } from '../../domain/attribution/removal-effects.ts';
import { shapleyParts } from '../../domain/attribution/shapley-parts.ts';
import { manyPaths } from './paths.ts';
import { formatMs, median, printSection } from './table.ts';

const JOURNEYS = 1_000_000;
const TOUCHES = 5;
const PARTNERS = 50;
const SCALE = { paths: 10_000, channels: 12, journeys: 90_000, seed: 1 };
const ROUNDS = 9;

const NOTHING_KNOWN = { milestones: [], snapshot: null };
const journeys = someJourneys();
const paths = manyPaths(SCALE);

const linearMs = medianOf(() => {
  let credits = 0;
  for (let at = 0; at < JOURNEYS; at += 1) {
    const touchpoints = journeys[at % journeys.length] ?? [];
    credits += creditsOf({ name: 'linear' }, touchpoints, 0, NOTHING_KNOWN).credits.length;
  }
  return credits;
});
const rows = [['linear', `${JOURNEYS.toLocaleString('en')} journeys of ${TOUCHES} touches`, perSecond(linearMs)]];
for (const order of [1, 2, 3, 4] as const) {
  rows.push([`markov, order ${order}`, pathsText(), formatMs(medianOf(() => removalEffects(paths, order)))]);
}
for (const characteristic of ['sum-over-subsets', 'conversion-rate', 'markov'] as const) {
  const ms = medianOf(() => shapleyParts(paths, characteristic));
  rows.push([`shapley, ${characteristic}`, pathsText(), formatMs(ms)]);
}
printSection(`Attribution, processor time, median of ${ROUNDS}; the data-driven models are exact.`, [
  ['model', 'of', 'takes'],
  ...rows,
]);

/** Of processor time, which other work on the machine does not lengthen. */
function medianOf(work: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return median(times);
}

function perSecond(ms: number): string {
  return `${Math.round(JOURNEYS / (ms / 1000)).toLocaleString('en')} journeys/s`;
}

function pathsText(): string {
  const { paths: count, channels, journeys: all } = SCALE;
  return `${count.toLocaleString('en')} paths, ${channels} channels, ${all.toLocaleString('en')} journeys`;
}

/** Journeys of partners in turn, so that most touches of one are of different partners and some are not. */
function someJourneys(): readonly (readonly Touchpoint[])[] {
  return Array.from({ length: 10_000 }, (_, journey) =>
    Array.from({ length: TOUCHES }, (_, at): Touchpoint => {
      const partnerId = `ptn_${((journey * 7 + at * at * 3) % PARTNERS) + 1}`;
      return { type: 'click', id: `clk_${journey}_${at}`, occurredAt: journey * 1000 + at, partnerId };
    }),
  );
}
