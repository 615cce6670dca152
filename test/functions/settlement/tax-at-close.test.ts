import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { replayPeriod } from '../../../functions/usecases/analysis/replay-period.ts';
import { decideAdjustment, draftAdjustment } from '../../../functions/usecases/ledger/adjustment.ts';
import { putPayer } from '../../../functions/usecases/tax/payer.ts';
import { putTaxProfile } from '../../../functions/usecases/tax/tax-profile.ts';
import { aPayer, aProfile, NOT_REGISTERED } from '../../domain/tax/build.ts';
import { aConversion, aLine, anEnrollment, aPlan, aReversal, at } from '../../support/build.ts';
import { cloudLikeStores } from '../../support/crashing-stores.ts';
import { dieAtEveryCall } from './die-at-every-call.ts';
import type { World } from './world.ts';
import { aWorld } from './world.ts';

const [SEPTEMBER, OCTOBER] = ['2026-09', '2026-10'] as const;

/** Two partners sell for 10,000 yen in September, at 5 %, without a hold; a payer may be on file. */
async function aTaxedWorld(
  payer: Partial<Payer> | null,
  profiles: Readonly<Record<string, TaxProfile>>,
  stores = cloudLikeStores(),
): Promise<World> {
  const world = await aWorld({
    stores,
    plans: [aPlan({ effectiveFrom: '2026-09-01', holdDays: 0 })],
    enrollments: ['ptn_1', 'ptn_2'].map((partnerId) =>
      anEnrollment({ partnerId, joinedAt: at('2026-09-01T00:00:00+09:00') }),
    ),
  });
  const { merchantId } = world.scope;
  if (payer !== null) {
    await putPayer(world.deps, { merchantId, programId: null, from: '2026-04-01', payer: aPayer(payer), by: 'fin' });
  }
  for (const [partnerId, profile] of Object.entries(profiles)) {
    await putTaxProfile(world.deps, {
      merchantId,
      partnerId,
      from: '2026-09-01',
      profile,
      by: 'fin',
      isByPartner: false,
    });
  }
  world.setNow(at('2026-10-01T01:00:00+09:00'));
  await world.record({ conversions: ['ptn_1', 'ptn_2'].map((partnerId) => soldBy(partnerId, '2026-09-10')) });
  return world;
}

const soldBy = (partnerId: string, day: string) =>
  aConversion({ conversionId: `${partnerId} ${day}`, partnerId, occurredAt: at(`${day}T10:00:00+09:00`) });

async function taxEntriesOf({ deps, scope }: World, periodId: string): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (const partnerId of ['ptn_1', 'ptn_2']) {
    for await (const entry of deps.stores.ledger.entries(scope, partnerId, periodId)) {
      if (entry.kind === 'tax') found.push(entry);
    }
  }
  return found;
}

interface Adjusted {
  readonly amountMinor: bigint;
  readonly effectiveAt?: string;
  readonly conversionId?: string;
  readonly statementId?: string;
}

async function adjusted({ deps, scope }: World, { amountMinor, effectiveAt = '2026-09-20', ...about }: Adjusted) {
  const body = {
    adjustmentId: `adj ${effectiveAt}`,
    partnerId: 'ptn_1',
    amount: { minor: amountMinor, currency: 'JPY' },
    effectiveAt: at(`${effectiveAt}T10:00:00+09:00`),
    reason: 'correction',
    text: '訂正',
    ...about,
  } as const;
  await draftAdjustment(deps, { scope, body, by: 'fin' });
  await decideAdjustment(deps, { scope, adjustmentId: body.adjustmentId, by: 'chk', outcome: 'approved' });
}

/** September is closed without a profile of ptn_2, who gives one in October that holds from September on. */
async function untilProfile(): Promise<World> {
  const world = await aTaxedWorld({}, {});
  await world.settle(SEPTEMBER);
  world.setNow(at('2026-11-01T01:00:00+09:00'));
  const { merchantId } = world.scope;
  const given = { merchantId, partnerId: 'ptn_2', from: '2026-09-01', by: 'fin', isByPartner: false };
  await putTaxProfile(world.deps, { ...given, profile: aProfile(NOT_REGISTERED) });
  return world;
}

const taxOf = ({ deps, scope }: World, periodId: string, partnerId = 'ptn_1') =>
  deps.stores.taxes.statementTax(scope.merchantId, { partnerId, periodId, programId: scope.programId });

describe('the close of a program with tax settings', () => {
  it('taxes what it newly fixes, once, and owes it to the partner beside the fee', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    const tax = await taxOf(world, SEPTEMBER);
    expect(tax?.netMinor).toBeGreaterThan(0n);
    expect(tax?.taxMinor).toBe((tax?.netMinor ?? 0n) / 10n);
    expect(await taxEntriesOf(world, SEPTEMBER)).toMatchObject([
      {
        entryId: '2026-09/tax/ptn_1',
        bookedOn: '2026-10-01',
        postings: [{ from: 'input-tax', to: 'partner/ptn_1/tax', amountMinor: tax?.taxMinor }],
      },
    ]);
  });

  it('computes nothing without a profile, and flags it', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    const tax = await taxOf(world, SEPTEMBER, 'ptn_2');
    expect(tax).toMatchObject({ taxMinor: 0n, payee: null });
    expect(tax?.needsReview.map(({ code }) => code)).toEqual(['profile.missing']);
  });

  it('adds the tax of earlier months once a profile is known, once, and as of their own days', async () => {
    const world = await untilProfile();
    await world.record({ conversions: [soldBy('ptn_2', '2026-10-05')] });
    await world.settle(OCTOBER);
    const october = await taxOf(world, OCTOBER, 'ptn_2');
    expect(october).toMatchObject({ netMinor: 500n, taxMinor: 100n, late: [{ periodId: SEPTEMBER }] });
    expect(october?.rates.flatMap(({ parts }) => parts.map((part) => [part.amountMinor, part.creditShare]))).toEqual([
      [-500n, '0'],
      [500n, '0.7'],
      [500n, '0.8'],
    ]);
    expect(october?.notes.map(({ code }) => code)).toContain('profile.late');
    world.setNow(at('2026-12-01T01:00:00+09:00'));
    const conversionId = 'ptn_2 2026-09-10';
    await world.record({
      reversals: [aReversal({ reversalId: 'r1', conversionId, occurredAt: at('2026-11-06T10:00:00+09:00') })],
    });
    await world.settle('2026-11');
    // What was taxed late is reversed on the basis it was taxed on.
    expect(await taxOf(world, '2026-11', 'ptn_2')).toMatchObject({
      netMinor: -50n,
      taxMinor: -5n,
      creditableMinor: -4n,
    });
  });

  it('adds it in a month without sales too, and leaves out what was taken back in the meantime', async () => {
    const world = await untilProfile();
    const conversionId = 'ptn_2 2026-09-10';
    await world.record({
      reversals: [aReversal({ reversalId: 'r1', conversionId, occurredAt: at('2026-10-06T10:00:00+09:00') })],
    });
    await world.settle(OCTOBER);
    expect(await taxOf(world, OCTOBER, 'ptn_2')).toMatchObject({ netMinor: -50n, taxMinor: 45n });
    const idle = await untilProfile();
    await idle.settle(OCTOBER);
    expect(await taxOf(idle, OCTOBER, 'ptn_2')).toMatchObject({ netMinor: 0n, taxMinor: 50n });
    expect(await taxEntriesOf(idle, OCTOBER)).toMatchObject([
      { postings: [{ from: 'input-tax', to: 'partner/ptn_2/tax', amountMinor: 50n }] },
    ]);
  });

  it('adds none for what an earlier document took back of one that stays untaxed', async () => {
    const world = await aTaxedWorld({}, {});
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    const conversionId = 'ptn_2 2026-09-10';
    await world.record({
      conversions: [soldBy('ptn_2', '2026-10-05')],
      reversals: [aReversal({ reversalId: 'r1', conversionId, occurredAt: at('2026-10-06T10:00:00+09:00') })],
    });
    await world.settle(OCTOBER);
    const { merchantId } = world.scope;
    const given = { merchantId, partnerId: 'ptn_2', from: '2026-10-01', by: 'fin', isByPartner: false };
    await putTaxProfile(world.deps, { ...given, profile: aProfile() });
    world.setNow(at('2026-12-01T01:00:00+09:00'));
    await world.settle('2026-11');
    // Of 450 the refund of 50 is of September, which no tax was ever added to.
    expect(await taxOf(world, '2026-11', 'ptn_2')).toMatchObject({ netMinor: 0n, taxMinor: 50n });
  });

  it('takes the tax out of the expense where it is within the agreed price', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile({ taxMode: 'inclusive' }) });
    await world.settle(SEPTEMBER);
    const [entry] = await taxEntriesOf(world, SEPTEMBER);
    expect(entry?.postings).toMatchObject([{ from: 'input-tax', to: 'expense/commission' }]);
  });

  it('reverses what is taken back at its own share, not at that of the day', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    const conversionId = 'ptn_1 2026-09-10';
    await world.record({
      conversions: [soldBy('ptn_1', '2026-10-05')],
      reversals: [aReversal({ reversalId: 'r1', conversionId, occurredAt: at('2026-10-06T10:00:00+09:00') })],
    });
    await world.settle(OCTOBER);
    const [september, october] = [await taxOf(world, SEPTEMBER), await taxOf(world, OCTOBER)];
    expect(september).toMatchObject({ netMinor: 500n, taxMinor: 50n, basis: { creditShare: '0.8' } });
    expect(october).toMatchObject({ netMinor: 450n, taxMinor: 45n, creditableMinor: 31n });
    expect(october?.rates[0]?.parts.map(({ amountMinor, creditShare }) => [amountMinor, creditShare])).toEqual([
      [500n, '0.7'],
      [-50n, '0.8'],
    ]);
  });

  it.each<[string, Partial<Payer>, Partial<TaxProfile>, boolean]>([
    ['goes on counting to the yearly cap of the credit', {}, NOT_REGISTERED, true],
    ['counts nothing that it bought while the partner was registered', {}, {}, false],
    [
      'begins to count anew where another legal entity pays',
      { registrationNumber: null, legalName: 'B' },
      NOT_REGISTERED,
      false,
    ],
  ])('%s', async (_, next, before, isOver) => {
    const payer = { fiscalYearStartMonth: 10 };
    const world = await aTaxedWorld(payer, { ptn_1: aProfile(before) });
    const { merchantId: of } = world.scope;
    const later = { merchantId: of, partnerId: 'ptn_1', from: '2026-11-01', by: 'fin', isByPartner: false };
    await putTaxProfile(world.deps, { ...later, profile: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    for (const [day, now, from] of [
      ['2026-10-10', '2026-11-01', '2026-10-01'],
      ['2026-11-10', '2026-12-01', '2026-11-01'],
    ] as const) {
      world.setNow(at(`${now}T01:00:00+09:00`));
      const { merchantId } = world.scope;
      const own = aPayer({ ...payer, ...(from === '2026-11-01' ? next : {}) });
      await putPayer(world.deps, { merchantId, programId: null, from, payer: own, by: 'fin' });
      const lines = [aLine({ amountMinor: 1_000_000_000n })];
      await world.record({ conversions: [{ ...soldBy('ptn_1', day), lines }] });
      await world.settle(day.slice(0, 7));
    }
    // 55 million yen in each month, and the cap is 100 million a year.
    const tax = await taxOf(world, '2026-11');
    expect(tax?.grossMinor).toBe(55_000_000n);
    expect(tax?.notes.some(({ code }) => code === 'jp.over-cap')).toBe(isOver);
  });

  it('reverses of a month partly beyond the cap the share of the credit that it had', async () => {
    const payer = { fiscalYearStartMonth: 10 };
    const world = await aTaxedWorld(payer, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    const sell = async (period: string, now: string, amountMinor: bigint) => {
      world.setNow(at(`${now}T01:00:00+09:00`));
      await world.record({ conversions: [{ ...soldBy('ptn_1', `${period}-10`), lines: [aLine({ amountMinor })] }] });
      await world.settle(period);
      return await taxOf(world, period);
    };
    await sell(OCTOBER, '2026-11-01', 1_000_000_000n);
    // 55 million yen of 110 million are within the cap, less the 55 million of October: 45 of 110.
    const november = await sell('2026-11', '2026-12-01', 2_000_000_000n);
    expect(november?.creditableMinor).toBe(2_863_636n);
    world.setNow(at('2027-01-01T01:00:00+09:00'));
    const reversal = { reversalId: 'half', conversionId: 'ptn_1 2026-11-10', lineId: null };
    await world.record({
      reversals: [aReversal({ ...reversal, amountMinor: 1_000_000_000n, occurredAt: at('2026-12-06T10:00:00+09:00') })],
    });
    await world.settle('2026-12');
    const december = await taxOf(world, '2026-12');
    expect(december).toMatchObject({ netMinor: -50_000_000n, taxMinor: -5_000_000n });
    // Half of it comes back, and so does half of its credit.
    expect(december?.creditableMinor).toBe(-1_431_818n);
  });

  it('reverses the same share of what an adjustment takes back within the month that is partly beyond the cap', async () => {
    const world = await aTaxedWorld({ fiscalYearStartMonth: 10 }, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    const lines = [aLine({ amountMinor: 4_000_000_000n })];
    await world.record({ conversions: [{ ...soldBy('ptn_1', '2026-10-10'), lines }] });
    await adjusted(world, { amountMinor: -40_000_000n, effectiveAt: '2026-10-20' });
    await world.settle(OCTOBER);
    // 100 of 220 million yen are within the cap: 100/220 of the tax of 160 million yen that are left, at 70 %.
    expect((await taxOf(world, OCTOBER))?.creditableMinor).toBe(5_090_909n);
  });

  it.each([
    ['counts what another program bought in the same month', OCTOBER, true],
    ['counts what another program bought since, where this one is closed late', '2026-12', true],
    ["leaves another year of accounts to that year's cap", '2027-10', false],
  ])('%s', async (_, periodId, isOver) => {
    const world = await aTaxedWorld({ fiscalYearStartMonth: 10 }, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    const { taxes } = world.deps.stores;
    const september = await taxOf(world, SEPTEMBER);
    if (september === null) throw new Error('September has no document');
    const rates = september.rates.map((rate) => ({
      ...rate,
      parts: rate.parts.map((part) => ({ ...part, amountMinor: 50_000_000n })),
    }));
    const elsewhere = { programId: 'prg_2', periodId, suppliedTo: `${periodId}-31`, rates };
    await taxes.putStatementTax(
      world.scope.merchantId,
      { ...september, ...elsewhere },
      at('2026-11-01T00:00:00+09:00'),
    );
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    await world.record({
      conversions: [{ ...soldBy('ptn_1', '2026-10-10'), lines: [aLine({ amountMinor: 1_000_000_000n })] }],
    });
    await world.settle(OCTOBER);
    const tax = await taxOf(world, OCTOBER);
    expect(tax?.notes.some(({ code }) => code === 'jp.over-cap')).toBe(isOver);
  });

  it('reverses no tax of what was fixed before there were tax settings', async () => {
    const world = await aTaxedWorld(null, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    const { merchantId } = world.scope;
    await putPayer(world.deps, { merchantId, programId: null, from: '2026-10-01', payer: aPayer(), by: 'fin' });
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    const conversionId = 'ptn_1 2026-09-10';
    await world.record({
      reversals: [aReversal({ reversalId: 'r1', conversionId, occurredAt: at('2026-10-06T10:00:00+09:00') })],
    });
    await world.settle(OCTOBER);
    const october = await taxOf(world, OCTOBER);
    expect(october?.rates).toMatchObject([{ rate: '0', taxMinor: 0n, parts: [{ code: 'UNTAXED' }] }]);
    expect(await taxEntriesOf(world, OCTOBER)).toEqual([]);
  });

  it.each([
    ['of that of its own month, where it names nothing', {}, '0.8'],
    ['of the statement that it names', { statementId: 'prg_1:2026-09:ptn_1', effectiveAt: '2026-10-20' }, '0.8'],
    ['of the conversion that it names', { conversionId: 'ptn_1 2026-09-10', effectiveAt: '2026-10-20' }, '0.8'],
    ['of the month that closes, where it is about that', { effectiveAt: '2026-10-20' }, '0.7'],
    ['of a month that fixed nothing', { effectiveAt: '2026-08-20' }, '0'],
  ])('reverses the tax of what an adjustment takes back on the basis %s', async (_, about, creditShare) => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    await adjusted(world, { amountMinor: -100n, ...about });
    await world.settle(OCTOBER);
    const tax = await taxOf(world, OCTOBER);
    const taxMinor = creditShare === '0' ? 0n : -10n;
    expect(tax?.rates).toMatchObject([{ netMinor: -100n, taxMinor, parts: [{ creditShare }] }]);
  });

  it('reverses it on the basis of the month of a statement that it names, also where nothing was taxed then', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    for (const [month, now] of [
      [OCTOBER, '2026-11-01'],
      ['2026-11', '2026-12-01'],
    ] as const) {
      world.setNow(at(`${now}T01:00:00+09:00`));
      if (month === '2026-11') {
        const given = { merchantId: world.scope.merchantId, partnerId: 'ptn_1', by: 'fin', isByPartner: false };
        await putTaxProfile(world.deps, { ...given, from: '2026-11-01', profile: aProfile() });
        const about = { statementId: 'prg_1:2026-10:ptn_1', effectiveAt: '2026-11-20' };
        await adjusted(world, { amountMinor: -100n, ...about });
      }
      await world.settle(month);
    }
    expect(await taxOf(world, OCTOBER)).toBeNull();
    expect((await taxOf(world, '2026-11'))?.rates).toMatchObject([{ taxMinor: -10n, parts: [{ creditShare: '0.7' }] }]);
  });

  it('reverses the tax of an adjustment about what the very same close releases on the basis of that', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile(NOT_REGISTERED) });
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    // Told too late for September, so that October fixes it.
    await world.record({ conversions: [soldBy('ptn_1', '2026-09-28')] });
    await adjusted(world, { amountMinor: -100n, conversionId: 'ptn_1 2026-09-28', effectiveAt: '2026-09-29' });
    await world.settle(OCTOBER);
    expect((await taxOf(world, OCTOBER))?.rates).toMatchObject([
      { netMinor: 400n, taxMinor: 40n, parts: [{ creditShare: '0.7' }, { creditShare: '0.7' }] },
    ]);
  });

  it('owes no tax for an adjustment that another one takes back', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    await adjusted(world, { amountMinor: 700n, effectiveAt: '2026-10-20' });
    await adjusted(world, { amountMinor: -700n, effectiveAt: '2026-10-21' });
    await world.settle(OCTOBER);
    expect(await taxOf(world, OCTOBER)).toMatchObject({ netMinor: 0n, taxMinor: 0n, creditableMinor: 0n });
  });

  it('never taxes again what it carries on', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    world.setNow(at('2026-11-01T01:00:00+09:00'));
    await world.settle(OCTOBER);
    expect(await taxOf(world, OCTOBER)).toBeNull();
    expect(await taxEntriesOf(world, OCTOBER)).toEqual([]);
  });

  it('changes nothing for a program without tax settings', async () => {
    const world = await aTaxedWorld(null, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    expect(await taxOf(world, SEPTEMBER)).toBeNull();
    expect(await taxEntriesOf(world, SEPTEMBER)).toEqual([]);
  });

  it('is replayed without a difference', async () => {
    const world = await aTaxedWorld({}, { ptn_1: aProfile() });
    await world.settle(SEPTEMBER);
    const { differences } = await replayPeriod(world.deps, { scope: world.scope, periodId: SEPTEMBER });
    expect(differences).toEqual([]);
  });

  it('broken off after any call of the store, goes on to the same', async () => {
    await dieAtEveryCall({
      before: async (stores) => {
        const profiles = { ptn_1: aProfile(), ptn_2: aProfile({ taxMode: 'inclusive' }) };
        const world = await aTaxedWorld({}, profiles, stores);
        for (const step of ['seal', 'calculate', 'approve'] as const) await world.step(step, SEPTEMBER);
        return world;
      },
      command: (world, stores) => world.step('close', SEPTEMBER, stores),
      left: async (world) => [
        await taxOf(world, SEPTEMBER),
        await taxOf(world, SEPTEMBER, 'ptn_2'),
        await taxEntriesOf(world, SEPTEMBER),
      ],
    });
  });
});
