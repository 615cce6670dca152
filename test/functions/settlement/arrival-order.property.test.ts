import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Stores } from '../../../functions/store/store.ts';
import type { Scenario } from '../../domain/settlement/scenario.ts';
import { closeMonths, MONTHS, scenario } from '../../domain/settlement/scenario.ts';
import { cloudLikeStores } from './crashing-stores.ts';
import type { World, WorldFacts } from './world.ts';
import { aWorld, booksOf } from './world.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 60);

/** What is recorded before each close, one fact at a time. */
type Recordings = readonly (readonly WorldFacts[])[];

/** Reversals that no store would take are left out: those of a line that their conversion does not have. */
function recordable(given: Scenario): Scenario {
  const lines = new Map(
    given.conversions.map(({ fact }) => [fact.conversionId, fact.lines.map(({ lineId }) => lineId)]),
  );
  const isSound = ({ fact }: Scenario['reversals'][number]) =>
    fact.lineId === null || (lines.get(fact.conversionId)?.includes(fact.lineId) ?? true);
  return { ...given, reversals: given.reversals.filter(isSound) };
}

function recordingsOf({ terms, clicks, conversions, reversals }: Scenario): Recordings {
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
function disordered(recordings: Recordings): fc.Arbitrary<Recordings> {
  return fc.tuple(
    ...recordings.map((batch) =>
      fc
        .tuple(fc.shuffledSubarray([...batch], { minLength: batch.length }), fc.shuffledSubarray([...batch]))
        .map(([all, again]) => [...all, ...again]),
    ),
  );
}

async function lived({ terms }: Scenario, recordings: Recordings, stores: Stores): Promise<World> {
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

async function allBooks(world: World): Promise<unknown[]> {
  const books: unknown[] = [];
  for (const month of MONTHS) books.push(await booksOf(world, month));
  return books;
}

describe('facts recorded in any order before the seal, some of them twice', () => {
  it('give the same statements, entries, carry and manifests, byte for byte', async () => {
    const disorder = scenario
      .map(recordable)
      .chain((given) => fc.record({ given: fc.constant(given), other: disordered(recordingsOf(given)) }));
    await fc.assert(
      fc.asyncProperty(disorder, async ({ given, other }) => {
        const straight = await lived(given, recordingsOf(given), memoryStores());
        const shuffled = await lived(given, other, memoryStores());
        expect(await allBooks(shuffled)).toEqual(await allBooks(straight));
      }),
      { numRuns: RUNS },
    );
  });

  it('come to what the domain makes of them', async () => {
    await fc.assert(
      fc.asyncProperty(scenario.map(recordable), async (given) => {
        const world = await lived(given, recordingsOf(given), memoryStores());
        const summaries = (await allBooks(world)).map((books) => (books as { summary: unknown }).summary);
        expect(summaries).toEqual(closeMonths(given).map(({ result, terms }) => summaryOf(result, terms)));
      }),
      { numRuns: RUNS },
    );
  });

  it('leave the same books on runs kept as blobs', async () => {
    await fc.assert(
      fc.asyncProperty(scenario.map(recordable), async (given) => {
        const memory = await lived(given, recordingsOf(given), memoryStores());
        const blobs = await lived(given, recordingsOf(given), cloudLikeStores());
        expect(await allBooks(blobs)).toEqual(await allBooks(memory));
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });
});
