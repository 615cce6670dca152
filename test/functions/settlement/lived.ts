import fc from 'fast-check';
import type { Stores } from '../../../functions/store/store.ts';
import type { Scenario } from '../../domain/settlement/scenario.ts';
import { MONTHS } from '../../domain/settlement/scenario.ts';
import type { World, WorldFacts } from './world.ts';
import { aWorld } from './world.ts';

/** What is recorded before each close, one fact at a time. */
export type Recordings = readonly (readonly WorldFacts[])[];

/** Reversals that no store would take are left out: those of a line that their conversion does not have. */
export function recordable(given: Scenario): Scenario {
  const lines = new Map(
    given.conversions.map(({ fact }) => [fact.conversionId, fact.lines.map(({ lineId }) => lineId)]),
  );
  const isSound = ({ fact }: Scenario['reversals'][number]) =>
    fact.lineId === null || (lines.get(fact.conversionId)?.includes(fact.lineId) ?? true);
  return { ...given, reversals: given.reversals.filter(isSound) };
}

export function recordingsOf({ terms, clicks, conversions, reversals }: Scenario): Recordings {
  return MONTHS.map((month, index): WorldFacts[] => {
    const { start, end } = terms.calendar.period(month);
    const isOwn = (at: number) => at < end && (index === 0 || at >= start);
    return [
      ...clicks.filter(({ occurredAt }) => isOwn(occurredAt)).map((click) => ({ clicks: [click] })),
      ...conversions.flatMap(({ fact, arrives }) => (arrives === index ? { conversions: [fact] } : [])),
      ...reversals.flatMap(({ fact, arrives }) => (arrives === index ? { reversals: [fact] } : [])),
    ];
  });
}

/** Every fact of each batch once, in any order, and some of them again at any later place. */
export function disordered(recordings: Recordings): fc.Arbitrary<Recordings> {
  return fc.tuple(
    ...recordings.map((batch) =>
      fc
        .tuple(fc.shuffledSubarray([...batch], { minLength: batch.length }), fc.shuffledSubarray([...batch]))
        .map(([all, again]) => [...all, ...again]),
    ),
  );
}

/** A scenario lived through: recorded in the given order, and every month settled. */
export async function lived({ terms }: Scenario, recordings: Recordings, stores: Stores): Promise<World> {
  const world = await aWorld({
    stores,
    program: terms.program,
    plans: terms.plans.map(({ plan }) => plan),
    enrollments: [...terms.directory.enrollments.values()],
    coupons: [...terms.directory.coupons.values()].flat(),
  });
  await world.record({ rates: terms.rates });
  for (const [index, batch] of recordings.entries()) {
    const month = MONTHS[index];
    if (month === undefined) continue;
    // Recorded over three days, the first of them before the month is over.
    const { end } = world.periodOf(month);
    for (const [place, facts] of batch.entries()) {
      world.setNow(end + ((place % 3) + 1) * 86_400_000);
      await world.record(facts);
    }
    world.setNow(end + 4 * 86_400_000);
    await world.settle(month);
  }
  return world;
}
