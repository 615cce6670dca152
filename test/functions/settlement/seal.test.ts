import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import type { Summary } from '../../../domain/settlement/summary.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { readSettlement } from '../../../functions/usecases/settlement/read-settlement.ts';
import { aClick, aConversion, aPlan, aReversal, at } from '../../support/build.ts';
import type { World } from './world.ts';
import { aWorld, booksOf } from './world.ts';

const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';
const DECEMBER = '2026-12';
const AFTER_OCTOBER = at('2026-11-01T01:00:00+09:00');
const AFTER_NOVEMBER = at('2026-12-01T01:00:00+09:00');

const sale = (conversionId: string, occurredAt: string) =>
  aConversion({ conversionId, occurredAt: at(occurredAt), partnerId: 'ptn_1' });

const noHold = { plans: [aPlan({ holdDays: 0 })] };

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'done';
}

async function summaryOf({ deps, scope }: World, periodId: string): Promise<Summary> {
  const { summary } = await readSettlement(deps, { scope, periodId });
  if (summary === null) throw new Error(`${periodId} is not calculated`);
  return summary;
}

async function sealedIds({ deps, scope }: World, periodId: string): Promise<string[]> {
  const record = await deps.stores.settlements.settlement(scope, periodId);
  const manifest = await deps.stores.runs.manifest(scope, periodId, record?.manifestHash ?? '');
  return (manifest?.rows ?? []).flatMap(({ type, id }) => (type === 'conversion' || type === 'reversal' ? id : []));
}

describe('a period is sealed', () => {
  it('not before it is over', async () => {
    const world = await aWorld();
    world.setNow(at('2026-10-31T23:59:59+09:00'));
    expect(await codeOf(world.step('seal', OCTOBER))).toBe('period.not-over');
    world.setNow(at('2026-11-01T00:00:00+09:00'));
    expect(await codeOf(world.step('seal', OCTOBER))).toBe('done');
  });

  it('not while another is on its way', async () => {
    const world = await aWorld();
    world.setNow(AFTER_NOVEMBER);
    await world.step('seal', OCTOBER);
    expect(await codeOf(world.step('seal', NOVEMBER))).toBe('period.other-open');
    await world.step('calculate', OCTOBER);
    expect(await codeOf(world.step('seal', NOVEMBER))).toBe('period.other-open');
    await world.step('approve', OCTOBER);
    expect(await codeOf(world.step('seal', NOVEMBER))).toBe('period.other-open');
  });

  it('not before the payouts of the one before', async () => {
    const world = await aWorld();
    world.setNow(AFTER_NOVEMBER);
    for (const step of ['seal', 'calculate', 'approve', 'close'] as const) await world.step(step, OCTOBER);
    expect(await codeOf(world.step('seal', NOVEMBER))).toBe('payout.not-run');
    await world.step('payout', OCTOBER);
    expect(await codeOf(world.step('seal', NOVEMBER))).toBe('done');
  });

  it('not after a later one is closed', async () => {
    const world = await aWorld();
    world.setNow(AFTER_NOVEMBER);
    await world.settle(NOVEMBER);
    expect(await codeOf(world.step('seal', OCTOBER))).toBe('period.before-closed');
  });

  it('not with a month left out, which could never be closed after it', async () => {
    const world = await aWorld();
    world.setNow(AFTER_OCTOBER);
    await world.settle(OCTOBER);
    world.setNow(at('2027-01-01T01:00:00+09:00'));
    expect(await codeOf(world.step('seal', DECEMBER))).toBe('period.other-open');
    await world.settle(NOVEMBER);
    expect(await codeOf(world.step('seal', DECEMBER))).toBe('done');
  });

  it('never again once it is approved', async () => {
    const world = await aWorld();
    world.setNow(AFTER_OCTOBER);
    for (const step of ['seal', 'calculate', 'approve'] as const) await world.step(step, OCTOBER);
    expect(await codeOf(world.step('seal', OCTOBER))).toBe('period.already-approved');
    await world.step('close', OCTOBER);
    expect(await codeOf(world.step('seal', OCTOBER))).toBe('period.already-approved');
  });

  it('never over an approval that came while it was looking', async () => {
    const stores = memoryStores();
    const world = await aWorld({ stores });
    world.setNow(AFTER_OCTOBER);
    await world.record({ conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    await world.step('seal', OCTOBER);
    await world.step('calculate', OCTOBER);
    const { settlements } = stores;
    const overtaken: Stores = {
      ...stores,
      settlements: {
        ...settlements,
        settlements: async (scope) => {
          const records = await settlements.settlements(scope);
          await world.step('approve', OCTOBER);
          return records;
        },
      },
    };
    expect(await codeOf(world.step('seal', OCTOBER, overtaken))).toBe('period.moved-on');
    expect((await settlements.settlement(world.scope, OCTOBER))?.status).toBe('approved');
  });

  it('again, and the draft is thrown away', async () => {
    const world = await aWorld(noHold);
    world.setNow(AFTER_OCTOBER);
    await world.record({ conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    await world.step('seal', OCTOBER);
    const draft = await world.step('calculate', OCTOBER);
    await world.record({ conversions: [sale('c2', '2026-10-06T10:00:00+09:00')] });
    const sealed = await world.step('seal', OCTOBER);
    expect(sealed).toMatchObject({ status: 'sealed', runId: null, calculatedAt: null });
    const again = await world.step('calculate', OCTOBER);
    expect(again.runId).not.toBe(draft.runId);
    expect((await summaryOf(world, OCTOBER)).totals.commission).toBe('1000');
  });
});

describe('the facts of a sealed period', () => {
  it('are those recorded before the seal; later ones go to the next period and keep their date', async () => {
    const world = await aWorld(noHold);
    world.setNow(AFTER_OCTOBER);
    await world.record({ conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    await world.step('seal', OCTOBER);
    await world.record({
      conversions: [sale('c2', '2026-10-06T10:00:00+09:00')],
      reversals: [aReversal({ reversalId: 'r1', conversionId: 'c1', occurredAt: at('2026-10-07T10:00:00+09:00') })],
    });
    for (const step of ['calculate', 'approve', 'close', 'payout'] as const) await world.step(step, OCTOBER);
    expect((await summaryOf(world, OCTOBER)).totals.commission).toBe('500');

    world.setNow(AFTER_NOVEMBER);
    await world.settle(NOVEMBER);
    expect(await sealedIds(world, NOVEMBER)).toEqual(['c2', 'r1']);
    expect((await summaryOf(world, NOVEMBER)).totals.commission).toBe('450');
    const { entries } = await booksOf(world, NOVEMBER);
    const accrual = (entries as { kind: string; effectiveAt: number; periodId: string }[]).find(
      ({ kind }) => kind === 'accrual',
    );
    expect(accrual).toMatchObject({ effectiveAt: at('2026-10-06T10:00:00+09:00'), periodId: NOVEMBER });
  });

  it('leave for later what is recorded already but happened after the cutoff', async () => {
    const world = await aWorld(noHold);
    world.setNow(at('2026-11-03T01:00:00+09:00'));
    await world.record({
      conversions: [sale('c1', '2026-10-31T23:59:59+09:00'), sale('c2', '2026-11-01T00:00:00+09:00')],
      reversals: [aReversal({ reversalId: 'r1', conversionId: 'c1', occurredAt: at('2026-11-02T10:00:00+09:00') })],
    });
    await world.settle(OCTOBER);
    expect(await sealedIds(world, OCTOBER)).toEqual(['c1']);
    world.setNow(AFTER_NOVEMBER);
    await world.settle(NOVEMBER);
    expect(await sealedIds(world, NOVEMBER)).toEqual(['c2', 'r1']);
  });

  it('are never taken twice, though three months are closed on one day and facts arrive in between', async () => {
    const world = await aWorld(noHold);
    world.setNow(at('2027-01-02T12:00:00+09:00'));
    await world.record({ conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    await world.settle(OCTOBER);
    await world.record({
      conversions: [sale('c2', '2026-10-06T10:00:00+09:00'), sale('c5', '2027-01-01T10:00:00+09:00')],
    });
    await world.settle(NOVEMBER);
    await world.record({
      conversions: [sale('c3', '2026-11-06T10:00:00+09:00'), sale('c1', '2026-10-05T10:00:00+09:00')],
    });
    await world.settle(DECEMBER);
    world.setNow(at('2027-02-01T01:00:00+09:00'));
    await world.settle('2027-01');
    const sealed: string[][] = [];
    for (const periodId of [OCTOBER, NOVEMBER, DECEMBER, '2027-01']) sealed.push(await sealedIds(world, periodId));
    expect(sealed).toEqual([['c1'], ['c2'], ['c3'], ['c5']]);
  });

  it('take up what a crash had left out of the index and what was mended only after the seal', async () => {
    const world = await aWorld(noHold);
    const { conversions } = world.deps.stores;
    world.setNow(at('2026-10-31T23:00:00+09:00'));
    const fact = sale('c1', '2026-10-31T22:00:00+09:00');
    // The process dies between the fact and its decision; the queue comes back to it two days later.
    await conversions.putConversion(world.scope, { fact, recordedAt: world.deps.now() });
    world.setNow(at('2026-11-02T12:00:00+09:00'));
    await world.settle(OCTOBER);
    expect(await sealedIds(world, OCTOBER)).toEqual([]);
    await world.record({ conversions: [fact] });
    world.setNow(AFTER_NOVEMBER);
    await world.settle(NOVEMBER);
    expect(await sealedIds(world, NOVEMBER)).toEqual(['c1']);
    expect((await summaryOf(world, NOVEMBER)).totals.commission).toBe('500');
  });

  it('have a late click counted, though it was recorded after its conversion', async () => {
    const world = await aWorld(noHold);
    world.setNow(AFTER_OCTOBER);
    const occurredAt = at('2026-10-05T10:00:00+09:00');
    await world.record({ conversions: [aConversion({ conversionId: 'c1', occurredAt })] });
    await world.record({ clicks: [aClick({ occurredAt: occurredAt - 60_000, partnerId: 'ptn_2' })] });
    await world.settle(OCTOBER);
    const { partners, conversions } = await summaryOf(world, OCTOBER);
    expect(conversions).toEqual({ recorded: 1, attributed: 1 });
    expect(partners.find(({ partnerId }) => partnerId === 'ptn_2')?.commission).toBe('500');
  });

  it('have a reversal wait for its conversion, over a close', async () => {
    const world = await aWorld(noHold);
    world.setNow(AFTER_OCTOBER);
    await world.record({
      reversals: [aReversal({ conversionId: 'c1', occurredAt: at('2026-10-07T10:00:00+09:00') })],
    });
    await world.settle(OCTOBER);
    expect(await summaryOf(world, OCTOBER)).toMatchObject({ unmatchedReversals: 1, totals: { commission: '0' } });
    world.setNow(AFTER_NOVEMBER);
    await world.record({ conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    await world.settle(NOVEMBER);
    expect(await summaryOf(world, NOVEMBER)).toMatchObject({ unmatchedReversals: 0, totals: { commission: '450' } });
  });

  it('are the same manifest, whoever seals and however often', async () => {
    const world = await aWorld(noHold);
    world.setNow(AFTER_OCTOBER);
    await world.record({ conversions: [sale('c1', '2026-10-05T10:00:00+09:00')] });
    const first = await world.step('seal', OCTOBER);
    world.setNow(AFTER_OCTOBER + 86_400_000);
    const second = await world.step('seal', OCTOBER);
    expect(second.manifestHash).toBe(first.manifestHash);
  });
});
