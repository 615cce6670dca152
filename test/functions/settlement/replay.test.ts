import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import type { Manifest, ManifestRow } from '../../../domain/settlement/manifest.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { RunStore } from '../../../functions/store/run-store.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { replayPeriod } from '../../../functions/usecases/analysis/replay-period.ts';
import { MONTHS, scenario } from '../../domain/settlement/scenario.ts';
import { aConversion, aLine, aPlan, aProgram, aReversal, at } from '../../support/build.ts';
import { cloudLikeStores } from '../../support/crashing-stores.ts';
import { disordered, lived, recordable, recordingsOf } from './lived.ts';
import type { World } from './world.ts';
import { aWorld } from './world.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 30);
const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';

/** Two closed months: a sale of two lines held over the end of October, part of it refunded in November. */
async function twoMonths(): Promise<World> {
  const world = await aWorld({ stores: cloudLikeStores(), plans: [aPlan({ holdDays: 30 })] });
  world.setNow(at('2026-11-01T01:00:00+09:00'));
  const lines = [aLine(), aLine({ lineId: '2', amountMinor: 5_000n })];
  await world.record({
    conversions: [
      aConversion({ conversionId: 'c1', partnerId: 'ptn_1', lines }),
      aConversion({ conversionId: 'c2', partnerId: 'ptn_2' }),
    ],
  });
  await world.settle(OCTOBER);
  world.setNow(at('2026-12-01T01:00:00+09:00'));
  await world.record({
    reversals: [aReversal({ conversionId: 'c1', occurredAt: at('2026-11-05T10:00:00+09:00') })],
  });
  await world.settle(NOVEMBER);
  return world;
}

/** What a replay finds in stores of which something was changed behind our back, as `where name field: stored → computed`. */
async function found({ deps, scope }: World, stores: Partial<Stores>, periodId = NOVEMBER): Promise<readonly string[]> {
  const replay = await replayPeriod({ ...deps, stores: { ...deps.stores, ...stores } }, { scope, periodId });
  expect(replay.differenceCount).toBe(replay.differences.length);
  return replay.differences.map(
    ({ where, name, field, stored, computed }) => `${where} ${name} ${field}: ${stored} → ${computed}`,
  );
}

function withRuns({ deps }: World, change: (runs: RunStore) => Partial<RunStore>): Partial<Stores> {
  const { runs } = deps.stores;
  return { runs: { ...runs, ...change(runs) } };
}

/** A manifest of one month with one row changed. */
function withRow(world: World, periodId: string, change: (row: ManifestRow) => ManifestRow): Partial<Stores> {
  return withRuns(world, (runs) => ({
    manifest: async (scope, period, hash): Promise<Manifest | null> => {
      const manifest = await runs.manifest(scope, period, hash);
      return manifest && period === periodId ? { ...manifest, rows: manifest.rows.map(change) } : manifest;
    },
  }));
}

const dearer = (row: ManifestRow): ManifestRow => {
  if (row.type !== 'conversion' || row.id !== 'c2') return row;
  const { conversion } = row.fact;
  const lines = conversion.lines.map((line) => ({ ...line, amountMinor: 20_000n }));
  return { ...row, fact: { ...row.fact, conversion: { ...conversion, lines } } };
};

describe('a replay', () => {
  it('of a period as it was closed finds nothing, and says how much it looked at', async () => {
    const { deps, scope } = await twoMonths();
    for (const [periodId, periods] of [
      [OCTOBER, 1],
      [NOVEMBER, 2],
    ] as const) {
      expect(await replayPeriod(deps, { scope, periodId })).toMatchObject({
        periodId,
        periods,
        statements: 3,
        differenceCount: 0,
        differences: [],
      });
    }
    const november = await replayPeriod(deps, { scope, periodId: NOVEMBER });
    expect([november.lines, november.entries]).toEqual([3, 3]);
  });

  it('finds a review that is not what was sealed any more, in the store or in the manifest', async () => {
    const world = await aWorld({
      stores: cloudLikeStores(),
      plans: [aPlan({ holdDays: 0 })],
      program: aProgram({ review: { days: 14 } }),
    });
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    const review: Review = {
      conversionId: 'c1',
      outcome: 'approved',
      reasonCode: null,
      by: 'usr_aoi',
      at: at('2026-10-20T10:00:00+09:00'),
    };
    await world.record({ conversions: [aConversion({ conversionId: 'c1', partnerId: 'ptn_1' })], reviews: [review] });
    await world.settle(OCTOBER);
    expect(await found(world, {}, OCTOBER)).toEqual([]);
    const { conversions } = world.deps.stores;
    const rejected = { ...review, outcome: 'rejected', reasonCode: 'fraud' } as const;
    const stored = await found(world, { conversions: { ...conversions, review: async () => rejected } }, OCTOBER);
    expect(stored).toEqual(['fact review c1 outcome: rejected → approved', 'fact review c1 reasonCode: fraud → null']);
    const sealed = await found(
      world,
      withRow(world, OCTOBER, (row) => (row.type === 'review' ? { ...row, fact: rejected } : row)),
      OCTOBER,
    );
    expect(sealed.some((difference) => difference.startsWith('entry '))).toBe(true);
  });

  it('finds nothing after any sequence of late, repeated and reordered facts', async () => {
    const disorder = scenario
      .map(recordable)
      .chain((given) => fc.record({ given: fc.constant(given), other: disordered(recordingsOf(given)) }));
    await fc.assert(
      fc.asyncProperty(disorder, async ({ given, other }) => {
        const { deps, scope } = await lived(given, other, cloudLikeStores());
        for (const periodId of MONTHS) {
          expect((await replayPeriod(deps, { scope, periodId })).differences).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('names a sealed fact whose content was changed, and every line that follows from it', async () => {
    const world = await twoMonths();
    const differences = await found(world, withRow(world, OCTOBER, dearer), OCTOBER);
    expect(differences[0]).toMatch(/^manifest 2026-10 conversion c2 hash: [0-9a-f]{64} → [0-9a-f]{64}$/);
    expect(differences).toContain('entry 2026-10/accrual/c2/ptn_2 cause.lines[1/base].amountMinor: 500 → 1000');
    expect(differences).toContain('statement prg_1:2026-10:ptn_2 lines[c2/1/base].commission: 500 → 1000');
    expect(differences).toContain('carry 2026-10 booked c2 booked.lines[base/0/ptn_2].postedMinor: 500 → 1000');
    expect(differences.some((text) => text.includes('ptn_1') && !text.startsWith('carry'))).toBe(false);
  });

  it('is not deceived when the hash of the row was changed with it', async () => {
    const world = await twoMonths();
    const forge = (row: ManifestRow): ManifestRow => {
      const forged = dearer(row);
      return forged === row ? row : { ...forged, hash: 'f'.repeat(64) };
    };
    const differences = await found(world, withRow(world, OCTOBER, forge), OCTOBER);
    expect(differences.filter((text) => text.startsWith('manifest'))).toEqual([
      expect.stringMatching(/^manifest 2026-10 conversion c2 hash: f{64} → /),
      expect.stringMatching(/^manifest 2026-10 hash: /),
    ]);
  });

  it('names a fact that the store now holds with other content', async () => {
    const world = await twoMonths();
    const { conversions } = world.deps.stores;
    const changed: Stores['conversions'] = {
      ...conversions,
      conversion: async (scope, id) => {
        const recorded = await conversions.conversion(scope, id);
        return recorded && id === 'c2' ? { ...recorded, fact: { ...recorded.fact, country: 'US' } } : recorded;
      },
    };
    expect(await found(world, { conversions: changed }, OCTOBER)).toEqual(['fact conversion c2 country: US → null']);
  });

  it('names an entry of the ledger that is other, missing or too many', async () => {
    const world = await twoMonths();
    const { ledger } = world.deps.stores;
    const changed = (change: (entry: Entry) => readonly Entry[]): Partial<Stores> => ({
      ledger: {
        ...ledger,
        entries: async function* (scope, partnerId, periodId) {
          for await (const entry of ledger.entries(scope, partnerId, periodId)) yield* change(entry);
        },
      },
    });
    const isAccrual = ({ kind, partnerId }: Entry) => kind === 'accrual' && partnerId === 'ptn_2';
    const other = changed((entry) =>
      isAccrual(entry) ? [{ ...entry, postings: entry.postings.map((one) => ({ ...one, amountMinor: 9n })) }] : [entry],
    );
    expect(await found(world, other, OCTOBER)).toEqual([
      'ledger 2026-10/accrual/c2/ptn_2 postings[0].amountMinor: 9 → 500',
    ]);
    const missing = await found(
      world,
      changed((entry) => (isAccrual(entry) ? [] : [entry])),
      OCTOBER,
    );
    expect(missing).toEqual([expect.stringMatching(/^ledger 2026-10\/accrual\/c2\/ptn_2 : null → \{"bookedOn"/)]);
    const double = (entry: Entry) => (isAccrual(entry) ? [entry, { ...entry, entryId: 'stray' }] : [entry]);
    expect(await found(world, changed(double), OCTOBER)).toEqual([
      expect.stringMatching(/^ledger stray : \{.* → null$/),
    ]);
  });

  it('names the line of a statement that was changed', async () => {
    const world = await twoMonths();
    const stores = withRuns(world, (runs) => ({
      statement: async (scope, run, partnerId) => {
        const statement = JSON.parse((await runs.statement(scope, run, partnerId)) ?? '') as Statement;
        const lines = statement.lines.map((line) => (line.lineId === '2' ? { ...line, commission: '251' } : line));
        return JSON.stringify({ ...statement, lines });
      },
    }));
    expect(await found(world, stores)).toEqual([
      'statement prg_1:2026-11:ptn_1 lines[c1/2/base].commission: 251 → 250',
    ]);
  });

  it('names the row of a carry that was changed, also of the period before', async () => {
    const world = await twoMonths();
    const stores = withRuns(world, (runs) => ({
      carry: async (scope, run): Promise<Carry> => {
        const carry = await runs.carry(scope, run);
        const book = carry.partners.get('ptn_1');
        if (run.periodId !== OCTOBER || book === undefined) return carry;
        return { ...carry, partners: new Map([...carry.partners, ['ptn_1', { ...book, heldMinor: 1n }]]) };
      },
    }));
    expect(await found(world, stores)).toEqual(['carry 2026-10 partner ptn_1 book.heldMinor: 1 → 750']);
  });

  it('says that a manifest is gone, or does not go on from the one before', async () => {
    const world = await twoMonths();
    const gone = withRuns(world, () => ({ manifest: async () => null }));
    expect(await found(world, gone)).toEqual([expect.stringMatching(/^manifest 2026-10 : null → [0-9a-f]{64}$/)]);
    const unchained = withRuns(world, (runs) => ({
      manifest: async (scope, periodId, hash): Promise<Manifest | null> => {
        const manifest = await runs.manifest(scope, periodId, hash);
        return manifest && { ...manifest, header: { ...manifest.header, previousHash: 'x' } };
      },
    }));
    const differences = await found(world, unchained);
    expect(differences).toContainEqual(expect.stringMatching(/^manifest 2026-11 previousHash: x → [0-9a-f]{64}$/));
  });

  it('is of a closed period', async () => {
    const world = await aWorld();
    const refused = replayPeriod(world.deps, { scope: world.scope, periodId: OCTOBER });
    await expect(refused).rejects.toThrow(DomainError);
    await expect(refused).rejects.toMatchObject({ code: 'period.wrong-status' });
  });
});
