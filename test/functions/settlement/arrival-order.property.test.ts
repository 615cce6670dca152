import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import { closeMonths, MONTHS, scenario } from '../../domain/settlement/scenario.ts';
import { cloudLikeStores } from '../../support/crashing-stores.ts';
import { disordered, lived, recordable, recordingsOf } from './lived.ts';
import type { World } from './world.ts';
import { booksOf } from './world.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 30);

async function allBooks(world: World): Promise<Record<string, unknown>[]> {
  const books: Record<string, unknown>[] = [];
  for (const month of MONTHS) books.push(await booksOf(world, month));
  return books;
}

describe('facts recorded in any order before the seal, some of them twice', () => {
  it('give the same statements, entries, carry and manifests, byte for byte, which the domain makes of them too', async () => {
    const disorder = scenario
      .map(recordable)
      .chain((given) => fc.record({ given: fc.constant(given), other: disordered(recordingsOf(given)) }));
    await fc.assert(
      fc.asyncProperty(disorder, async ({ given, other }) => {
        const straight = await allBooks(await lived(given, recordingsOf(given), memoryStores()));
        const shuffled = await allBooks(await lived(given, other, memoryStores()));
        expect(shuffled).toEqual(straight);
        const summaries = closeMonths(given).map(({ result, terms }) => summaryOf(result, terms));
        expect(straight.map(({ summary }) => summary)).toEqual(summaries);
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
