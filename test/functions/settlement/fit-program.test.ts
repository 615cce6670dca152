import { describe, expect, it } from 'vitest';
import { compareModels } from '../../../functions/usecases/analysis/compare-models.ts';
import { fitProgram } from '../../../functions/usecases/analysis/fit-program.ts';
import { replayPeriod } from '../../../functions/usecases/analysis/replay-period.ts';
import { readSettlement } from '../../../functions/usecases/settlement/read-settlement.ts';
import { readCase } from '../../golden/golden-case.ts';
import { aWorld } from './world.ts';

const OCTOBER = '2026-10';
const MARKOV = { name: 'markov', order: 1 } as const;
const golden = readCase(new URL('../../golden/markov-of-the-month.json', import.meta.url).pathname);

async function october(change: Partial<typeof golden> = {}) {
  const world = await aWorld({ ...golden, ...change });
  world.setNow(world.periodOf(OCTOBER).end + 3_600_000);
  const [close] = golden.closes;
  if (close !== undefined) await world.record(close);
  return world;
}

describe('the fit of a program', () => {
  it('is stored once: the same journeys make the same snapshot, with the instant of the first fit', async () => {
    const { deps, scope, setNow } = await october();
    const first = await fitProgram(deps, { scope, periodId: OCTOBER });
    expect(first.fact.journeys).toEqual({ converting: 2, nonConverting: 1, paths: 3 });
    expect(first.fact.snapshot.shares.map(({ partnerId, shareWeight }) => [partnerId, shareWeight])).toEqual([
      ['ptn_1', 600_000_000_000_000n],
      ['ptn_2', 400_000_000_000_000n],
    ]);
    setNow(first.recordedAt + 5000);
    expect(await fitProgram(deps, { scope, periodId: OCTOBER })).toEqual(first);
    expect(await deps.stores.snapshots.latestSnapshot(scope)).toEqual(first);
  });

  it('is sealed with the month as a row of its own, and a replay finds no difference', async () => {
    const { deps, scope, settle } = await october();
    const { manifestHash } = await settle(OCTOBER);
    const manifest = await deps.stores.runs.manifest(scope, OCTOBER, manifestHash ?? '');
    const [row, ...others] = (manifest?.rows ?? []).filter(({ type }) => type === 'snapshot');
    expect(others).toEqual([]);
    expect((await deps.stores.snapshots.latestSnapshot(scope))?.fact).toEqual(row?.fact);
    expect((await replayPeriod(deps, { scope, periodId: OCTOBER })).differences).toEqual([]);
  });

  it('is made of all that came before the seal, whenever an earlier fit was made', async () => {
    const { deps, scope, setNow, record, settle } = await october();
    const early = await fitProgram(deps, { scope, periodId: OCTOBER });
    setNow(early.recordedAt + 1000);
    const [close] = golden.closes;
    const [click] = close?.clicks ?? [];
    if (click === undefined) throw new Error('the case has no click');
    await record({ clicks: [{ ...click, clickId: 'late', visitorId: 'v9' }] });
    await settle(OCTOBER);
    const sealed = await deps.stores.snapshots.latestSnapshot(scope);
    expect(sealed?.fact.snapshotId).not.toBe(early.fact.snapshotId);
    expect(sealed?.fact.journeys.nonConverting).toBe(2);
  });

  it('is refused for a program whose model is not fitted', async () => {
    const { attribution } = golden.program;
    const { deps, scope } = await october({
      program: { ...golden.program, attribution: { ...attribution, model: { name: 'linear' } } },
    });
    await expect(fitProgram(deps, { scope, periodId: OCTOBER })).rejects.toThrow('is linear');
  });
});

describe('a closed month by several models', () => {
  it("has the closed figures under the program's own, conversions that sum to those attributed, and writes nothing", async () => {
    const { deps, scope, settle } = await october();
    await settle(OCTOBER);
    const before = await deps.stores.snapshots.latestSnapshot(scope);
    const models = [MARKOV, { name: 'last-touch' }, { name: 'shapley', characteristic: 'conversion-rate' }] as const;
    const compared = await compareModels(deps, { scope, periodId: OCTOBER, models });
    const { summary } = await readSettlement(deps, { scope, periodId: OCTOBER });
    expect(compared.models[0]?.totals).toEqual({
      conversions: '2.000000',
      base: summary?.totals.base,
      commission: summary?.totals.commission,
    });
    expect(compared.partners.map(({ figures }) => figures.map(({ conversions }) => conversions))).toEqual([
      ['1.600000', '1.000000', '2.000000'],
      ['0.400000', '1.000000', '0.000000'],
    ]);
    expect(await deps.stores.snapshots.latestSnapshot(scope)).toEqual(before);
  });

  it('must be closed', async () => {
    const { deps, scope } = await october();
    await expect(compareModels(deps, { scope, periodId: OCTOBER, models: [MARKOV] })).rejects.toThrow('needs closed');
  });
});
