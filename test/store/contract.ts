import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf } from '../../domain/settlement/settlement-entries.ts';
import type { IssuedFact } from '../../domain/statement/confirmation.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import { ID_LENGTH_MAX, LINES_MAX } from '../../functions/limits.ts';
import type { DocumentPlace, PutOnce, Recorded, Scope, Stores } from '../../functions/store/store.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  aDecision,
  aDraft,
  aFit,
  aLine,
  aLink,
  anEnrollment,
  anEntry,
  aPaidFee,
  aPartner,
  aPlan,
  aProgram,
  aReversal,
  aReview,
  aScope,
  aSettlement,
  aStatement,
  aStatementTax,
  aTaxProfile,
  aTermsChange,
  NOON,
  recorded,
} from './facts.ts';
import { integrityContract } from './integrity-contract.ts';

export interface StoresUnderTest {
  readonly stores: Stores;
  readonly stop: () => Promise<void>;
}

const DAY = 86_400_000;
/** Beyond U+FFFF, where the order of UTF-16 units differs from that of characters. */
const AWKWARD_IDS = ['#1', '#10', '%23', 'a#b', 'a/b c', 'Z', 'ä', '注文', '\uff21', '𠮷'];

/** What use cases rely on, whatever the store. */
export function storeContract(name: string, makeStores: () => Promise<StoresUnderTest>): void {
  describe(`store: ${name}`, () => {
    let stores: Stores;
    let stop = async (): Promise<void> => {};

    beforeAll(async () => {
      const made = await makeStores();
      stores = made.stores;
      stop = made.stop;
    });
    afterAll(async () => await stop());

    describe('the fits of a model', () => {
      it('are found by id, and the latest is that of the latest window, of several the one recorded last', async () => {
        const scope = aScope();
        expect(await stores.snapshots.latestSnapshot(scope)).toBeNull();
        const fitted = (snapshotId: string, to: number) => aFit({ snapshotId, window: { from: to - DAY, to } });
        const fits = [
          recorded(fitted('a', NOON + DAY), NOON + 3),
          recorded(fitted('z', NOON), NOON + 9),
          recorded(fitted('c', NOON + DAY), NOON + 5),
        ];
        for (const each of fits) await stores.snapshots.putSnapshot(scope, each);
        expect(await stores.snapshots.snapshot(scope, 'z')).toEqual(fits[1]);
        expect(await stores.snapshots.latestSnapshot(scope)).toEqual(fits[2]);
        expect(await stores.snapshots.latestSnapshot(aScope())).toBeNull();
      });
    });

    describe('tax', () => {
      const version = (number: number) => ({
        version: number,
        from: '2026-10-01',
        value: aTaxProfile({ legalName: `第${number}版` }),
        status: 'in-force' as const,
        draftedBy: 'fin_1',
        draftedAt: NOON,
        decidedBy: 'fin_1',
        decidedAt: NOON,
      });

      it('keeps a book of versions that only the one who saw its last state can go on with', async () => {
        const { merchantId } = aScope();
        for (const id of AWKWARD_IDS) {
          const name = { merchantId, book: 'profile', id } as const;
          expect(await stores.taxes.book(name)).toBeNull();
          const first = { versions: [version(1)] };
          const second = { versions: [version(1), version(2)] };
          expect(await stores.taxes.advanceBook(name, null, first)).toBe(true);
          expect(await stores.taxes.advanceBook(name, null, second)).toBe(false);
          expect(await stores.taxes.advanceBook(name, first, second)).toBe(true);
          expect(await stores.taxes.advanceBook(name, first, second)).toBe(true);
          expect(await stores.taxes.book(name)).toEqual(second);
          expect(await stores.taxes.book({ ...name, merchantId: aScope().merchantId })).toBeNull();
        }
      });

      it('keeps the tax of a statement once, found by itself and in the list of its partner', async () => {
        const { merchantId } = aScope();
        const made = ['2026-11', '2026-10'].flatMap((periodId) =>
          ['prg_2', 'prg_1'].map((programId) => aStatementTax({ periodId, programId })),
        );
        for (const tax of made) {
          expect(await stores.taxes.putStatementTax(merchantId, tax, NOON)).toBe('created');
          expect(await stores.taxes.putStatementTax(merchantId, tax, NOON + 1)).toBe('repeated');
          expect(await stores.taxes.statementTax(merchantId, tax)).toEqual(tax);
        }
        const [first] = made;
        if (first === undefined) throw new Error('nothing was made');
        const other = stores.taxes.putStatementTax(merchantId, { ...first, taxMinor: 1n }, NOON);
        await expect(other).rejects.toMatchObject({ code: 'tax.conflict' });
        expect(await stores.taxes.statementTaxes(merchantId, 'ptn_1')).toEqual([...made].reverse());
        expect(await stores.taxes.statementTaxes(merchantId, 'ptn_2')).toEqual([]);
      });

      it('keeps what payments paid by month and partner', async () => {
        const { merchantId } = aScope();
        const made = ['ptn_1', 'ptn_10', 'ptn_2'].flatMap((partnerId) =>
          ['pay_1', 'pay_2'].map((paymentId) => aPaidFee({ partnerId, paymentId })),
        );
        for (const paid of [...made].reverse()) {
          expect(await stores.taxes.putPaidFee(merchantId, paid, NOON)).toBe('created');
          expect(await stores.taxes.putPaidFee(merchantId, paid, NOON + 1)).toBe('repeated');
        }
        const other = stores.taxes.putPaidFee(merchantId, aPaidFee({ withheldMinor: 1n }), NOON);
        await expect(other).rejects.toMatchObject({ code: 'tax.conflict' });
        expect(await stores.taxes.paidFees(merchantId, '2026-11')).toEqual(made);
        expect(await stores.taxes.paidFeesOf(merchantId, 'ptn_1', '2026-11')).toEqual(made.slice(0, 2));
        expect(await stores.taxes.paidFees(merchantId, '2026-12')).toEqual([]);
        expect(await stores.taxes.paidFees(aScope().merchantId, '2026-11')).toEqual([]);
      });
    });

    describe('the visitors of a day', () => {
      it('are noted once each, by the UTC day of their clicks, for one program', async () => {
        const scope = aScope();
        for (const visitorId of [...AWKWARD_IDS, ...AWKWARD_IDS]) {
          await stores.clicks.noteVisitor(scope, recorded(aClick({ visitorId, occurredAt: NOON })));
        }
        await stores.clicks.noteVisitor(scope, recorded(aClick({ visitorId: 'late', occurredAt: NOON + DAY })));
        const on = async (of: Scope, at: number): Promise<string[]> => {
          const found: string[] = [];
          const day = new Date(at).toISOString().slice(0, 10);
          for await (const visitorId of stores.clicks.visitorsOn(of, day)) found.push(visitorId);
          return found.sort();
        };
        expect(await on(scope, NOON)).toEqual([...AWKWARD_IDS].sort());
        expect(await on(scope, NOON + DAY)).toEqual(['late']);
        expect(await on(scope, NOON - DAY)).toEqual([]);
        expect(await on(aScope(), NOON)).toEqual([]);
      });
    });

    describe('a permanent key', () => {
      interface Case {
        readonly what: string;
        readonly put: (scope: Scope, variant: string, recordedAt: number) => Promise<PutOnce<unknown>>;
      }
      const cases: readonly Case[] = [
        { what: 'program', put: (s, name, at) => stores.programs.putProgram(recorded(aProgram(s, { name }), at)) },
        {
          what: 'plan',
          put: (s, id, at) =>
            stores.programs.putPlan(s, recorded(aPlan({ rules: [{ id, when: {}, pay: { rate: '0.1' } }] }), at)),
        },
        {
          what: 'rate',
          put: (s, v, at) =>
            stores.programs.putRate(s, recorded({ date: '2026-10-01', from: 'USD', to: 'JPY', rate: v }, at)),
        },
        {
          what: 'partner',
          put: (s, name, at) => stores.partners.putPartner(s.merchantId, recorded(aPartner({ name }), at)),
        },
        {
          what: 'enrollment',
          put: (s, v, at) =>
            stores.partners.putEnrollment(
              s,
              recorded(anEnrollment({ terms: { ...anEnrollment().terms, tier: v } }), at),
            ),
        },
        {
          what: 'terms change',
          put: (s, v, at) =>
            stores.partners.putTermsChange(
              s,
              recorded(aTermsChange({ value: { ...aTermsChange().value, tier: v } }), at),
            ),
        },
        {
          what: 'link',
          put: (s, v, at) =>
            stores.partners.putLink(recorded(aLink(s, { linkId: `lnk_${s.merchantId}`, destination: v }), at)),
        },
        {
          what: 'coupon',
          put: (s, v, at) =>
            stores.partners.putCoupon(s, recorded(aCoupon({ validTo: v === 'one' ? NOON : null }), at)),
        },
        { what: 'click', put: (s, visitorId, at) => stores.clicks.putClick(s, recorded(aClick({ visitorId }), at)) },
        {
          what: 'conversion',
          put: (s, coupon, at) => stores.conversions.putConversion(s, recorded(aConversion({ coupon }), at)),
        },
        {
          what: 'snapshot',
          put: (s, inputHash, at) => stores.snapshots.putSnapshot(s, recorded(aFit({ inputHash }), at)),
        },
        {
          what: 'reversal',
          put: (s, lineId, at) => stores.conversions.putReversal(s, recorded(aReversal({ lineId }), at)),
        },
        {
          what: 'review',
          put: (s, by, at) => stores.conversions.putReview(s, recorded(aReview({ by }), at)),
        },
      ];

      it.each(cases)('of a $what keeps its first content and the instant it was recorded', async ({ put }) => {
        const scope = aScope();
        const created = await put(scope, 'one', NOON);
        const repeated = await put(scope, 'one', NOON + 5);
        const conflict = await put(scope, 'two', NOON + 9);

        expect(created.outcome).toBe('created');
        expect(repeated).toEqual({ outcome: 'repeated', stored: created.stored });
        expect(conflict).toEqual({ outcome: 'conflict', stored: created.stored });
        expect(created.stored.recordedAt).toBe(NOON);
      });

      it.each(cases)('of a $what is created once, however many try at the same time', async ({ put }) => {
        const scope = aScope();
        const puts = await Promise.all(Array.from({ length: 12 }, (_, index) => put(scope, 'one', NOON + index)));
        const firsts = puts.filter(({ outcome }) => outcome === 'created');

        expect(firsts).toHaveLength(1);
        for (const { stored } of puts) expect(stored).toEqual(firsts[0]?.stored);
      });

      it('belongs to one merchant and one program', async () => {
        const scope = aScope();
        const others = [aScope(), { ...scope, programId: 'prg_2' }];
        await stores.conversions.putConversion(scope, recorded(aConversion()));

        for (const other of others) {
          expect(await stores.conversions.conversion(other, 'ord_1')).toBeNull();
          const put = await stores.conversions.putConversion(other, recorded(aConversion({ coupon: 'OTHER' })));
          expect(put.outcome).toBe('created');
        }
      });

      it('is the same for content whose members stand in another order', async () => {
        const scope = aScope();
        const conversion = aConversion({ metadata: { b: '2', a: '1' } });
        const turned = Object.fromEntries(Object.entries(conversion).reverse()) as unknown as Conversion;
        await stores.conversions.putConversion(scope, recorded(conversion));

        const put = await stores.conversions.putConversion(
          scope,
          recorded({ ...turned, metadata: { a: '1', b: '2' } }),
        );
        expect(put.outcome).toBe('repeated');
      });
    });

    describe('programs', () => {
      it('are found by id and listed by id, with the instant from which their books begin', async () => {
        const scope = aScope();
        const ids = ['prg_b', 'prg_a', 'prg_10'];
        for (const [index, programId] of ids.entries()) {
          await stores.programs.putProgram(recorded(aProgram(scope, { programId }), NOON + index));
        }

        expect(await stores.programs.program({ ...scope, programId: 'prg_a' })).toEqual(
          aProgram(scope, { programId: 'prg_a' }),
        );
        expect(await stores.programs.programSince({ ...scope, programId: 'prg_10' })).toBe(NOON + 2);
        expect((await stores.programs.programs(scope.merchantId)).map(({ programId }) => programId)).toEqual([
          'prg_10',
          'prg_a',
          'prg_b',
        ]);
        expect(await stores.programs.program(aScope())).toBeNull();
        expect(await stores.programs.programSince(aScope())).toBeNull();
        expect(await stores.programs.programs(aScope().merchantId)).toEqual([]);
      });

      it('have plans by version and rates by day', async () => {
        const scope = aScope();
        for (const version of [10, 2, 1])
          await stores.programs.putPlan(scope, recorded(aPlan({ version }), NOON + version));
        for (const [date, from] of [
          ['2026-10-02', 'USD'],
          ['2026-10-01', 'USD'],
          ['2026-10-01', 'EUR'],
        ] as const) {
          await stores.programs.putRate(scope, recorded({ date, from, to: 'JPY', rate: '150.25' }));
        }

        expect(await stores.programs.plans(scope)).toEqual(
          [1, 2, 10].map((version) => recorded(aPlan({ version }), NOON + version)),
        );
        expect((await stores.programs.rates(scope)).map(({ date, from }) => `${date} ${from}`)).toEqual([
          '2026-10-01 EUR',
          '2026-10-01 USD',
          '2026-10-02 USD',
        ]);
      });
    });

    describe('drafts of plans', () => {
      it('advance from what the caller saw, and only from that', async () => {
        const scope = aScope();
        const first = aDraft();
        const second = aDraft({ revision: 2, draftedBy: '鈴木' });
        const published = { ...second, status: 'published', publishedBy: '佐藤' } as const;

        expect(await stores.programs.draft(scope, 2)).toBeNull();
        expect(await stores.programs.advanceDraft(scope, first, second)).toBe(false);
        expect(await stores.programs.advanceDraft(scope, null, first)).toBe(true);
        expect(await stores.programs.advanceDraft(scope, null, second)).toBe(false);
        expect(await stores.programs.advanceDraft(scope, first, second)).toBe(true);
        expect(await stores.programs.advanceDraft(scope, first, published)).toBe(false);
        expect(await stores.programs.advanceDraft(scope, second, published)).toBe(true);
        // Once more, since the first answer may have been lost.
        expect(await stores.programs.advanceDraft(scope, second, published)).toBe(true);
        expect(await stores.programs.draft(scope, 2)).toEqual(published);
        expect(await stores.programs.plans(scope)).toEqual([]);
      });

      it('advance for one of several who try at the same time', async () => {
        const scope = aScope();
        await stores.programs.advanceDraft(scope, null, aDraft());
        const tries = Array.from({ length: 8 }, (_, index) => aDraft({ revision: 2, draftedBy: `person ${index}` }));
        const answers = await Promise.all(tries.map((next) => stores.programs.advanceDraft(scope, aDraft(), next)));
        expect(answers.filter(Boolean)).toHaveLength(1);
        expect(await stores.programs.draft(scope, 2)).toEqual(tries[answers.indexOf(true)]);
      });

      it('are listed by version, of one program, and may be larger than an item', async () => {
        const scope = aScope();
        const rules = Array.from({ length: 500 }, (_, rule) => ({
          id: `rule-${rule}`,
          when: { product: Array.from({ length: 20 }, () => randomBytes(60).toString('base64url')) },
          pay: { rate: '0.05' },
        }));
        const large = aDraft({ version: 10, plan: aPlan({ version: 10, rules }) });
        for (const draft of [large, aDraft(), aDraft({ version: 1 })]) {
          expect(await stores.programs.advanceDraft(scope, null, draft)).toBe(true);
        }
        expect(await stores.programs.drafts(scope)).toEqual([aDraft({ version: 1 }), aDraft(), large]);
        expect(await stores.programs.drafts({ ...scope, programId: 'prg_2' })).toEqual([]);
      });
    });

    describe('partners', () => {
      it('are found by id, enrolled by program and listed by id', async () => {
        const scope = aScope();
        const ids = Array.from({ length: 25 }, (_, index) => `ptn_${index}`);
        for (const partnerId of ids) {
          await stores.partners.putPartner(scope.merchantId, recorded(aPartner({ partnerId })));
          await stores.partners.putEnrollment(scope, recorded(anEnrollment({ partnerId })));
        }

        expect(await stores.partners.partner(scope.merchantId, 'ptn_7')).toEqual(aPartner({ partnerId: 'ptn_7' }));
        expect(await stores.partners.partner(scope.merchantId, 'nobody')).toBeNull();
        expect(await stores.partners.enrollment(scope, 'ptn_7')).toEqual(anEnrollment({ partnerId: 'ptn_7' }));
        expect(await stores.partners.enrollment({ ...scope, programId: 'prg_2' }, 'ptn_7')).toBeNull();
        expect((await stores.partners.enrollments(scope)).map(({ partnerId }) => partnerId)).toEqual([...ids].sort());
      });

      it('have changes of terms by partner, then by date', async () => {
        const scope = aScope();
        for (const [partnerId, from] of [
          ['ptn_2', 5],
          ['ptn_10', 900],
          ['ptn_2', NOON],
          ['ptn_10', 1000],
          ['ptn_2', 40],
        ] as const) {
          await stores.partners.putTermsChange(scope, recorded(aTermsChange({ partnerId, from })));
        }

        expect((await stores.partners.termsChanges(scope)).map(({ partnerId, from }) => [partnerId, from])).toEqual([
          ['ptn_10', 900],
          ['ptn_10', 1000],
          ['ptn_2', 5],
          ['ptn_2', 40],
          ['ptn_2', NOON],
        ]);
      });

      it('have links that are found by their id alone', async () => {
        const link = aLink(aScope());
        await stores.partners.putLink(recorded(link));

        expect(await stores.partners.link(link.linkId)).toEqual(link);
        expect(await stores.partners.link('lnk_nowhere')).toBeNull();
      });

      it('have coupons whose owners stand in the order in which the code changed hands', async () => {
        const scope = aScope();
        const coupons = [
          aCoupon({ partnerId: 'ptn_1', validFrom: NOON + DAY }),
          aCoupon({ code: 'HARU#5', partnerId: 'ptn_3', validFrom: NOON }),
          aCoupon({ partnerId: 'ptn_2', validFrom: NOON, validTo: NOON + DAY }),
          aCoupon({ partnerId: 'ptn_3', validTo: NOON }),
        ];
        for (const coupon of coupons) await stores.partners.putCoupon(scope, recorded(coupon));

        expect(await stores.partners.coupons(scope)).toEqual([coupons[3], coupons[2], coupons[0], coupons[1]]);
      });
    });

    describe('clicks', () => {
      it('are found by id', async () => {
        const scope = aScope();
        for (const clickId of AWKWARD_IDS) await stores.clicks.putClick(scope, recorded(aClick({ clickId })));

        for (const clickId of AWKWARD_IDS) {
          expect(await stores.clicks.click(scope, clickId)).toEqual(aClick({ clickId }));
        }
        expect(await stores.clicks.click(scope, 'clk_none')).toBeNull();
      });

      it('of a visitor come by instant and id, both ends of the range included', async () => {
        const scope = aScope();
        const at = [NOON + 2, NOON, NOON - 1, NOON + 1, NOON + 3, NOON + 2];
        for (const [index, occurredAt] of at.entries()) {
          await stores.clicks.putClick(scope, recorded(aClick({ clickId: `clk_${9 - index}`, occurredAt })));
        }
        await stores.clicks.putClick(scope, recorded(aClick({ clickId: 'clk_x', visitorId: 'vis_10' })));
        const clicks = await stores.clicks.clicksByVisitor(scope, 'vis_1', { from: NOON, to: NOON + 2 });

        expect(clicks.map(({ clickId, occurredAt }) => [clickId, occurredAt - NOON])).toEqual([
          ['clk_8', 0],
          ['clk_6', 1],
          ['clk_4', 2],
          ['clk_9', 2],
        ]);
        const all = await stores.clicks.clicksByVisitor(scope, 'vis_1', { from: 0, to: Number.MAX_SAFE_INTEGER });
        expect(all).toHaveLength(at.length);
        expect(await stores.clicks.clicksByVisitor(scope, 'vis_2', { from: 0, to: NOON })).toEqual([]);
      });

      it('are seen by the next read, also between reads', async () => {
        const scope = aScope();
        for (const step of [3, 1, 2]) {
          await stores.clicks.putClick(scope, recorded(aClick({ clickId: `clk_${step}`, occurredAt: NOON + step })));
          const clicks = await stores.clicks.clicksByVisitor(scope, 'vis_1', { from: NOON, to: NOON + 9 });
          expect(clicks.map(({ clickId }) => clickId)).toContain(`clk_${step}`);
        }
        const clicks = await stores.clicks.clicksByVisitor(scope, 'vis_1', { from: NOON, to: NOON + 9 });
        expect(clicks.map(({ clickId }) => clickId)).toEqual(['clk_1', 'clk_2', 'clk_3']);
      });

      it('have a last one before an instant, which is not at that instant', async () => {
        const scope = aScope();
        for (const occurredAt of [NOON, NOON + 10, NOON + 20]) {
          await stores.clicks.putClick(scope, recorded(aClick({ clickId: `clk_${occurredAt}`, occurredAt })));
        }
        const lastBefore = async (before: number) =>
          (await stores.clicks.lastClickBefore(scope, 'vis_1', before))?.occurredAt ?? null;

        expect(await lastBefore(NOON + 20)).toBe(NOON + 10);
        expect(await lastBefore(NOON + 21)).toBe(NOON + 20);
        expect(await lastBefore(NOON + 1)).toBe(NOON);
        expect(await lastBefore(NOON)).toBeNull();
        expect(await stores.clicks.lastClickBefore(scope, 'vis_2', NOON)).toBeNull();
      });

      it('told again with other content leave no trace in the visitor’s journey', async () => {
        const scope = aScope();
        await stores.clicks.putClick(scope, recorded(aClick()));
        await stores.clicks.putClick(scope, recorded(aClick({ occurredAt: NOON + 1 })));
        await stores.clicks.putClick(scope, recorded(aClick({ visitorId: 'vis_2' })));

        expect(await stores.clicks.clicksByVisitor(scope, 'vis_1', { from: 0, to: NOON + DAY })).toEqual([aClick()]);
        expect(await stores.clicks.clicksByVisitor(scope, 'vis_2', { from: 0, to: NOON + DAY })).toEqual([]);
      });
    });

    describe('conversions', () => {
      it.each(AWKWARD_IDS)('come back as they were recorded, under the id %j', async (conversionId) => {
        const scope = { merchantId: `${aScope().merchantId}#%`, programId: conversionId };
        const conversion = aConversion({ conversionId, metadata: { note: '改行\n"引用"' } });
        await stores.conversions.putConversion(scope, recorded(conversion, NOON + 1));

        expect(await stores.conversions.conversion(scope, conversionId)).toEqual(recorded(conversion, NOON + 1));
        expect(await stores.conversions.conversion(scope, `${conversionId}#`)).toBeNull();
      });

      it('keep amounts beyond what a double can hold', async () => {
        const scope = aScope();
        const lines = [aLine({ amountMinor: 2n ** 53n + 1n, taxMinor: 10n ** 30n + 7n, shippingMinor: 0n })];
        await stores.conversions.putConversion(scope, recorded(aConversion({ lines })));

        expect((await stores.conversions.conversion(scope, 'ord_1'))?.fact.lines).toEqual(lines);
      });

      it.each([675, LINES_MAX])('of %i lines are whole', async (count) => {
        const scope = aScope();
        const conversion = aConversion({ lines: manyLines(count, 8) });
        await expectWhole(scope, recorded(conversion));
      });

      it(`of ${LINES_MAX} lines with ids that no compression helps are whole too`, async () => {
        const scope = aScope();
        const conversion = aConversion({ lines: manyLines(LINES_MAX, 64) });
        await expectWhole(scope, recorded(conversion));
        const conflict = await stores.conversions.putConversion(
          scope,
          recorded({ ...conversion, lines: manyLines(LINES_MAX, 64) }),
        );
        expect(conflict).toEqual({ outcome: 'conflict', stored: recorded(conversion) });
      });

      async function expectWhole(scope: Scope, conversion: Recorded<Conversion>): Promise<void> {
        expect((await stores.conversions.putConversion(scope, conversion)).outcome).toBe('created');
        expect((await stores.conversions.putConversion(scope, conversion)).outcome).toBe('repeated');
        expect(await stores.conversions.conversion(scope, conversion.fact.conversionId)).toEqual(conversion);
      }
    });

    describe('ids', () => {
      it('may be as long as we let in, in any script', async () => {
        const longest = (last: string) => '注'.repeat(ID_LENGTH_MAX - 1) + last;
        const scope = { merchantId: `${aScope().merchantId}${'商'.repeat(80)}`, programId: longest('p') };
        const partnerId = longest('w');
        const conversions = ['a', 'b'].map((last) =>
          aConversion({ conversionId: longest(last), customerId: longest('c') }),
        );
        for (const conversion of conversions) {
          const { conversionId } = conversion;
          await stores.conversions.putConversion(scope, recorded(conversion));
          await stores.conversions.putDecision(scope, NOON, aDecision({ conversionId }));
          await stores.conversions.putReversal(
            scope,
            recorded(aReversal({ conversionId, reversalId: `${conversionId}` })),
          );
          const entryId = entryIdOf('2026-10', 'accrual', conversionId, partnerId);
          await stores.ledger.post(anEntry(scope, { entryId, partnerId }));
        }
        await stores.partners.putCoupon(
          scope,
          recorded(aCoupon({ code: '券'.repeat(200), partnerId, validFrom: NOON })),
        );
        const statement = aStatement({
          statementId: longest('s') + longest('t'),
          programId: scope.programId,
          partnerId,
        });
        await stores.statements.putStatement(scope.merchantId, statement);

        for (const conversion of conversions) {
          expect((await stores.conversions.conversion(scope, conversion.conversionId))?.fact).toEqual(conversion);
          expect(await stores.conversions.reversalsOf(scope, conversion.conversionId)).toHaveLength(1);
        }
        const entries: string[] = [];
        for await (const { entryId } of stores.ledger.entries(scope, partnerId, '2026-10')) entries.push(entryId);
        expect(new Set(entries).size).toBe(2);
        expect(await stores.partners.coupons(scope)).toHaveLength(1);
        expect(await stores.statements.statementsOfPartner(scope.merchantId, partnerId)).toEqual([statement]);
      });
    });

    describe('reversals', () => {
      it('are found by id and beside their conversion, by instant and id', async () => {
        const scope = aScope();
        const told = [
          aReversal({ reversalId: 'rev_b', occurredAt: NOON + 5 }),
          aReversal({ reversalId: 'rev_c', occurredAt: NOON }),
          aReversal({ reversalId: 'rev_a', occurredAt: NOON + 5 }),
          aReversal({ reversalId: 'rev_#', occurredAt: NOON + 6, amountMinor: 2n ** 60n }),
        ];
        for (const reversal of told) await stores.conversions.putReversal(scope, recorded(reversal, NOON + 9));
        await stores.conversions.putReversal(
          scope,
          recorded(aReversal({ reversalId: 'rev_d', conversionId: 'ord_10' })),
        );
        await stores.conversions.putConversion(scope, recorded(aConversion()));

        expect(await stores.conversions.reversalsOf(scope, 'ord_1')).toEqual([told[1], told[2], told[0], told[3]]);
        expect(await stores.conversions.reversal(scope, 'rev_#')).toEqual(recorded(told[3], NOON + 9));
        expect(await stores.conversions.reversal(scope, 'rev_none')).toBeNull();
        expect(await stores.conversions.reversalsOf(scope, 'ord_2')).toEqual([]);
      });

      it('told again for another conversion are a conflict and reverse nothing there', async () => {
        const scope = aScope();
        await stores.conversions.putReversal(scope, recorded(aReversal()));
        const put = await stores.conversions.putReversal(scope, recorded(aReversal({ conversionId: 'ord_2' })));

        expect(put.outcome).toBe('conflict');
        expect(await stores.conversions.reversalsOf(scope, 'ord_2')).toEqual([]);
      });
    });

    describe('customers and visitors', () => {
      it('are known together from the first time they were seen together', async () => {
        const scope = aScope();
        const seen = (visitorId: string, seenAt: number) =>
          stores.conversions.noteSeenTogether(scope, { customerId: 'cus_#1', visitorId, seenAt });
        await seen('vis_2', NOON);
        await seen('vis_1', NOON + 5);
        await seen('vis_1', NOON + 3);
        await seen('vis_1', NOON + 4);

        expect(await stores.conversions.seenTogether(scope, 'cus_#1')).toEqual([
          { customerId: 'cus_#1', visitorId: 'vis_1', seenAt: NOON + 3 },
          { customerId: 'cus_#1', visitorId: 'vis_2', seenAt: NOON },
        ]);
        expect(await stores.conversions.seenTogether(scope, 'cus_2')).toEqual([]);
      });

      it('are known from the earliest instant, in whatever order it is told', async () => {
        const scope = aScope();
        const instants = Array.from({ length: 16 }, (_, index) => NOON + ((index * 7) % 16));
        await Promise.all(
          instants.map((seenAt) =>
            stores.conversions.noteSeenTogether(scope, { customerId: 'cus_1', visitorId: 'vis_1', seenAt }),
          ),
        );

        expect(await stores.conversions.seenTogether(scope, 'cus_1')).toEqual([
          { customerId: 'cus_1', visitorId: 'vis_1', seenAt: NOON },
        ]);
      });
    });

    describe('decisions and the index of a day', () => {
      const factsOn = async (scope: Scope, day: string): Promise<string[]> => {
        const facts: string[] = [];
        for await (const { type, id } of stores.conversions.recordedOn(scope, day)) facts.push(`${type} ${id}`);
        return facts.sort();
      };

      it('are the same: a decided conversion stands under the day on which it was recorded', async () => {
        const scope = aScope();
        const midnight = Date.UTC(2026, 9, 6);
        await stores.conversions.putDecision(scope, midnight - 1, aDecision({ conversionId: 'ord_#1' }));
        await stores.conversions.putDecision(scope, midnight, aDecision({ conversionId: 'ord_2' }));
        await stores.conversions.putReversal(scope, recorded(aReversal({ reversalId: 'ord_2' }), midnight));

        expect(await factsOn(scope, '2026-10-05')).toEqual(['conversion ord_#1']);
        expect(await factsOn(scope, '2026-10-06')).toEqual(['conversion ord_2', 'reversal ord_2']);
        expect(await factsOn(scope, '2026-10-07')).toEqual([]);
        expect(await factsOn({ ...scope, programId: 'prg_2' }, '2026-10-06')).toEqual([]);
      });

      it('hold the last decision, once', async () => {
        const scope = aScope();
        const last = aDecision({
          attribution: { outcome: 'unattributed', reason: 'no-touchpoint', refused: [] },
          lines: [],
        });
        await stores.conversions.putDecision(scope, NOON, aDecision());
        await stores.conversions.putDecision(scope, NOON, last);

        expect(await stores.conversions.decision(scope, NOON, 'ord_1')).toEqual(last);
        expect(await stores.conversions.decision(scope, NOON, 'ord_2')).toBeNull();
        expect(await factsOn(scope, '2026-10-05')).toEqual(['conversion ord_1']);
      });

      it('list a review under the day on which it was first recorded, and hold the first decision', async () => {
        const scope = aScope();
        await stores.conversions.putReview(scope, recorded(aReview(), NOON));
        await stores.conversions.putReview(scope, recorded(aReview(), NOON + DAY));
        await stores.conversions.putReview(scope, recorded(aReview({ outcome: 'approved' }), NOON + 2 * DAY));

        expect(await factsOn(scope, '2026-10-05')).toEqual(['review ord_1']);
        expect(await factsOn(scope, '2026-10-06')).toEqual([]);
        expect(await factsOn(scope, '2026-10-07')).toEqual([]);
        expect(await stores.conversions.review(scope, 'ord_1')).toEqual(aReview());
        expect(await stores.conversions.review(scope, 'ord_2')).toBeNull();
        expect(await stores.conversions.review({ ...scope, programId: 'prg_2' }, 'ord_1')).toBeNull();
      });

      it('tell of an overdue review once', async () => {
        const scope = aScope();
        const fact = { conversionId: 'ord_1', deadline: NOON };
        expect((await stores.conversions.putOverdue(scope, recorded(fact, NOON))).outcome).toBe('created');
        expect((await stores.conversions.putOverdue(scope, recorded(fact, NOON + 5))).outcome).toBe('repeated');
        expect(await stores.conversions.overdue(scope, 'ord_1')).toEqual(recorded(fact, NOON));
        expect(await stores.conversions.overdue(scope, 'ord_2')).toBeNull();
      });

      it('list a reversal under the day on which it was first recorded', async () => {
        const scope = aScope();
        await stores.conversions.putReversal(scope, recorded(aReversal(), NOON));
        await stores.conversions.putReversal(scope, recorded(aReversal(), NOON + DAY));
        await stores.conversions.putReversal(scope, recorded(aReversal({ lineId: '1' }), NOON + 2 * DAY));

        expect(await factsOn(scope, '2026-10-05')).toEqual(['reversal rev_1']);
        expect(await factsOn(scope, '2026-10-06')).toEqual([]);
        expect(await factsOn(scope, '2026-10-07')).toEqual([]);
      });

      it('list everything of a busy day, once', async () => {
        const scope = aScope();
        const ids = Array.from({ length: 300 }, (_, index) => `ord_${index}`);
        await inBatches(ids, (conversionId) =>
          stores.conversions.putDecision(scope, NOON, aDecision({ conversionId })),
        );

        expect(await factsOn(scope, '2026-10-05')).toEqual(ids.map((id) => `conversion ${id}`).sort());
      });

      it('hold a decision of many lines, and replace it', async () => {
        const scope = aScope();
        const decided = (seed: string) =>
          aDecision({
            lines: manyLines(LINES_MAX, 64).map(({ lineId }, index) => ({
              lineId: `${lineId.slice(0, -1)}${seed}`,
              partnerId: 'ptn_1',
              ruleId: 'base',
              netBaseMinor: BigInt(index),
              amountMinor: 1n,
            })),
          });
        const [first, second] = [decided('a'), decided('b')];
        await stores.conversions.putDecision(scope, NOON, first);
        await stores.conversions.putDecision(scope, NOON, second);

        expect(await stores.conversions.decision(scope, NOON, 'ord_1')).toEqual(second);
        expect(await factsOn(scope, '2026-10-05')).toEqual(['conversion ord_1']);
      });
    });

    describe('settlements', () => {
      it('advance from what the caller saw, and only from that', async () => {
        const scope = aScope();
        const open = aSettlement();
        const sealed = aSettlement({
          status: 'sealed',
          manifestHash: 'a'.repeat(64),
          sealedBy: '佐藤',
          sealedAt: NOON,
        });
        const calculated = { ...sealed, status: 'calculated', runId: 'run_1', calculatedAt: NOON } as const;

        expect(await stores.settlements.settlement(scope, '2026-10')).toBeNull();
        expect(await stores.settlements.advance(scope, open, sealed)).toBe(false);
        expect(await stores.settlements.advance(scope, null, open)).toBe(true);
        expect(await stores.settlements.advance(scope, null, sealed)).toBe(false);
        expect(await stores.settlements.advance(scope, open, sealed)).toBe(true);
        expect(await stores.settlements.advance(scope, open, calculated)).toBe(false);
        expect(await stores.settlements.settlement(scope, '2026-10')).toEqual(sealed);
      });

      it('advance for one of several who try at the same time', async () => {
        const scope = aScope();
        const open = aSettlement();
        await stores.settlements.advance(scope, null, open);
        const tries = Array.from({ length: 8 }, (_, index) =>
          aSettlement({ status: 'sealed', sealedBy: `person ${index}`, sealedAt: NOON }),
        );
        const answers = await Promise.all(tries.map((next) => stores.settlements.advance(scope, open, next)));

        expect(answers.filter(Boolean)).toHaveLength(1);
        expect(await stores.settlements.settlement(scope, '2026-10')).toEqual(tries[answers.indexOf(true)]);
      });

      it('answer yes to the same step once more, whose first answer was lost', async () => {
        const scope = aScope();
        const sealed = aSettlement({ status: 'sealed', sealedAt: NOON });
        await stores.settlements.advance(scope, null, aSettlement());
        await stores.settlements.advance(scope, aSettlement(), sealed);

        expect(await stores.settlements.advance(scope, aSettlement(), sealed)).toBe(true);
      });

      it('are listed by period', async () => {
        const scope = aScope();
        for (const periodId of ['2026-11', '2025-12', '2026-10']) {
          await stores.settlements.advance(scope, null, aSettlement({ periodId }));
        }

        expect((await stores.settlements.settlements(scope)).map(({ periodId }) => periodId)).toEqual([
          '2025-12',
          '2026-10',
          '2026-11',
        ]);
      });
    });

    describe('drafts of money', () => {
      const content = {
        adjustmentId: 'adj_1',
        partnerId: 'ptn_1',
        amountMinor: -750n,
        effectiveAt: 1,
        reason: 'fee',
        text: '手数料',
        reference: null,
      } as const;
      const undecided = { status: 'draft', draftedBy: 'a', draftedAt: 1, decidedBy: null, decidedAt: null } as const;
      const approved = { ...undecided, status: 'approved', decidedBy: 'b', decidedAt: 2 } as const;

      it('go on only from where they are expected to be', async () => {
        const scope = aScope();
        const { adjustments } = stores;
        expect(await adjustments.adjustment(scope, 'adj_1')).toBeNull();
        expect(await adjustments.advanceAdjustment(scope, null, { content, ...undecided })).toBe(true);
        const rejected = { content, ...approved, status: 'rejected' } as const;
        expect(await adjustments.advanceAdjustment(scope, { content, ...undecided }, { content, ...approved })).toBe(
          true,
        );
        expect(await adjustments.advanceAdjustment(scope, { content, ...undecided }, rejected)).toBe(false);
        expect(await adjustments.advanceAdjustment(scope, { content, ...undecided }, { content, ...approved })).toBe(
          true,
        );
        expect(await adjustments.adjustments(scope)).toEqual([{ content, ...approved }]);
        expect(await adjustments.adjustments(aScope())).toEqual([]);
      });

      it('hold a whole import of opening balances', async () => {
        const scope = aScope();
        const rows = Array.from({ length: 3000 }, (_, index) => ({
          importId: 'imp_1',
          partnerId: `ptn_${(index * 7919 * 104_729) % 1_000_003}`,
          heldMinor: BigInt(index),
          heldUntil: index,
          payableMinor: -1n,
        }));
        const draft = { content: { importId: 'imp_1', rows }, ...undecided };
        expect(await stores.adjustments.advanceOpenings(scope, null, draft)).toBe(true);
        expect(await stores.adjustments.openings(scope)).toEqual(draft);
        expect(await stores.adjustments.advanceOpenings(scope, null, { ...draft, ...approved })).toBe(false);
      });
    });

    describe('the ledger', () => {
      const idsOf = async (scope: Scope, partnerId = 'ptn_1', periodId = '2026-10'): Promise<string[]> => {
        const ids: string[] = [];
        for await (const { entryId } of stores.ledger.entries(scope, partnerId, periodId)) ids.push(entryId);
        return ids;
      };

      it('takes an entry once and never lets it change', async () => {
        const scope = aScope();
        const entry = anEntry(scope);
        expect(await stores.ledger.post(entry)).toBe('created');
        expect(await stores.ledger.post(anEntry(scope))).toBe('repeated');
        const changed = anEntry(scope, {
          postings: [{ from: 'expense/commission', to: 'partner/ptn_1/held', amountMinor: 51n }],
        });
        await expect(stores.ledger.post(changed)).rejects.toMatchObject({ code: 'ledger.conflict' });

        const found: unknown[] = [];
        for await (const posted of stores.ledger.entries(scope, 'ptn_1', '2026-10')) found.push(posted);
        expect(found).toEqual([entry]);
      });

      it('has no word for changing or removing', () => {
        expect(Object.keys(stores.ledger).sort()).toEqual(['entries', 'post']);
      });

      it('takes an entry once, however many post it at the same time', async () => {
        const scope = aScope();
        const answers = await Promise.all(Array.from({ length: 12 }, () => stores.ledger.post(anEntry(scope))));

        expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
      });

      it('takes one of several different entries under one id', async () => {
        const scope = aScope();
        const answers = await Promise.allSettled(
          Array.from({ length: 8 }, (_, index) => stores.ledger.post(anEntry(scope, { effectiveAt: NOON + index }))),
        );

        expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      });

      it('lists the entries of one partner and period by id, over all buckets', async () => {
        const scope = aScope();
        const ids = [...Array.from({ length: 200 }, (_, index) => `accrual:ord_${index}:ptn_1`), ...AWKWARD_IDS];
        await inBatches(ids, (entryId) => stores.ledger.post(anEntry(scope, { entryId })));
        await stores.ledger.post(anEntry(scope, { entryId: 'other', partnerId: 'ptn_2' }));
        await stores.ledger.post(anEntry(scope, { entryId: 'other', periodId: '2026-11' }));

        const inBytes = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(await idsOf(scope)).toEqual(inBytes);
        expect(await idsOf(scope, 'ptn_2')).toEqual(['other']);
        expect(await idsOf(scope, 'ptn_1', '2026-11')).toEqual(['other']);
        expect(await idsOf(scope, 'ptn_3')).toEqual([]);
      });

      it('lists more entries than fit on one page', async () => {
        const scope = aScope();
        const ids = Array.from({ length: 120 }, (_, index) => `accrual:ord_${index}:ptn_1`);
        await inBatches(ids, (entryId) => stores.ledger.post(aLongEntry(scope, entryId)));

        expect(await idsOf(scope)).toEqual([...ids].sort());
      });

      it('keeps an entry of a thousand lines whole', async () => {
        const scope = aScope();
        const entry = aLongEntry(scope, 'long', LINES_MAX);
        expect(await stores.ledger.post(entry)).toBe('created');
        expect(await stores.ledger.post(entry)).toBe('repeated');

        for await (const found of stores.ledger.entries(scope, 'ptn_1', '2026-10')) expect(found).toEqual(entry);
      });
    });

    integrityContract(() => stores);

    describe('documents', () => {
      const issued = (statementId: string, change: Partial<IssuedFact> = {}): IssuedFact => ({
        ...{ statementId, programId: 'prg_1', partnerId: 'ptn_1', periodId: '2026-10', currency: 'JPY' },
        ...{ kind: 'issued', sequence: 1, version: 1, at: NOON, by: null, confirmBy: NOON, issuedOn: '2026-11-02' },
        ...{ totalMinor: 500n, taxCarriedMinor: 7n, transferMinor: 400n, correction: null },
        ...change,
      });
      const page: { readonly after: string | null; readonly limit: number } = { after: null, limit: 10 };

      it('keep each step of a history once, in order, whoever comes second', async () => {
        const { merchantId } = aScope();
        const first = issued('stm_1');
        const {
          kind: _k,
          confirmBy: _c,
          issuedOn: _o,
          totalMinor: _t,
          taxCarriedMinor: _x,
          transferMinor: _f,
          correction: _r,
          ...frame
        } = first;
        const second = { ...frame, sequence: 2, kind: 'confirmed', means: 'explicit' } as const;
        expect(await stores.documents.appendStep(merchantId, first)).toBe(true);
        expect(await stores.documents.appendStep(merchantId, second)).toBe(true);
        expect(await stores.documents.appendStep(merchantId, second)).toBe(true);
        expect(await stores.documents.appendStep(merchantId, { ...second, by: 'somebody else' })).toBe(false);
        expect(await stores.documents.steps(merchantId, 'stm_1')).toEqual([first, second]);
        expect(await stores.documents.steps(aScope().merchantId, 'stm_1')).toEqual([]);
      });

      it('are found by date, by amount and by partner, in order, page by page', async () => {
        const { merchantId } = aScope();
        const facts = [
          issued('a', { issuedOn: '2026-11-03', totalMinor: -7n }),
          issued('b', { issuedOn: '2026-11-02', totalMinor: 10n ** 20n, partnerId: 'ptn_2' }),
          issued('c', { issuedOn: '2026-11-02', totalMinor: 0n }),
          issued('d', { issuedOn: '2026-12-01', totalMinor: 90n }),
          issued('e', { issuedOn: '2027-01-01', totalMinor: 90n }),
          issued('f', { issuedOn: '2026-11-02', totalMinor: 90n, currency: 'USD' }),
        ];
        for (const fact of facts) await stores.documents.appendStep(merchantId, fact);
        const found = async (place: DocumentPlace, from = page) =>
          (await stores.documents.indexed(merchantId, place, from)).map(({ fact }) => fact.statementId);
        const november = { by: 'date', month: '2026-11', from: '2026-11-02', to: '2026-11-03' } as const;
        expect(await found(november)).toEqual(['b', 'c', 'f', 'a']);
        expect(await found({ ...november, from: '2026-11-03' })).toEqual(['a']);
        const amounts = { by: 'amount', year: '2026', currency: 'JPY' } as const;
        expect(await found({ ...amounts, fromMinor: -100n, toMinor: 10n ** 21n })).toEqual(['a', 'c', 'd', 'b']);
        expect(await found({ ...amounts, fromMinor: 0n, toMinor: 90n })).toEqual(['c', 'd']);
        const own = { by: 'partner', partnerId: 'ptn_1', from: '2026-11-01', to: '2027-12-31' } as const;
        expect(await found(own)).toEqual(['c', 'f', 'a', 'd', 'e']);
        const [first] = await stores.documents.indexed(merchantId, november, { after: null, limit: 2 });
        expect(await found(november, { after: first?.position ?? '', limit: 2 })).toEqual(['c', 'f']);
        expect(await found(november, { after: null, limit: 1 })).toEqual(['b']);
      });

      it('with a deadline are found on its day, over all merchants', async () => {
        const { merchantId } = aScope();
        const confirmBy = NOON + 50 * 86_400_000;
        const day = new Date(confirmBy).toISOString().slice(0, 10);
        await stores.documents.appendStep(merchantId, issued('due', { confirmBy }));
        expect(await stores.documents.dueOn(day)).toContainEqual({ merchantId, statementId: 'due' });
        expect(await stores.documents.dueOn('2020-01-01')).toEqual([]);
      });
    });

    describe('statements', () => {
      it('are issued once and found by id', async () => {
        const { merchantId } = aScope();
        expect(await stores.statements.putStatement(merchantId, aStatement())).toBe('created');
        expect(await stores.statements.putStatement(merchantId, aStatement())).toBe('repeated');
        await expect(stores.statements.putStatement(merchantId, aStatement({ payoutMinor: 1n }))).rejects.toMatchObject(
          { code: 'statement.conflict' },
        );

        expect(await stores.statements.statement(merchantId, 'stm_1')).toEqual(aStatement());
        expect(await stores.statements.statement(merchantId, 'stm_2')).toBeNull();
        expect(await stores.statements.statement(aScope().merchantId, 'stm_1')).toBeNull();
      });

      it('of a partner come newest period first, over all programs', async () => {
        const { merchantId } = aScope();
        const issued = [
          aStatement({ statementId: 'a', periodId: '2026-09' }),
          aStatement({ statementId: 'b', periodId: '2026-11', programId: 'prg_2' }),
          aStatement({ statementId: 'c', periodId: '2026-11' }),
          aStatement({ statementId: 'd', periodId: '2026-10', payableMinor: -(2n ** 60n) }),
        ];
        for (const header of issued) await stores.statements.putStatement(merchantId, header);
        await stores.statements.putStatement(merchantId, aStatement({ statementId: 'e', partnerId: 'ptn_10' }));

        expect(await stores.statements.statementsOfPartner(merchantId, 'ptn_1')).toEqual([
          issued[2],
          issued[1],
          issued[3],
          issued[0],
        ]);
        expect(await stores.statements.statementsOfPartner(merchantId, 'ptn_2')).toEqual([]);
      });
    });
  });
}

/** Lines with random ids of so many characters: what no compression makes small. */
function manyLines(count: number, idLength: number): Conversion['lines'] {
  return Array.from({ length: count }, (_, index) =>
    aLine({
      lineId: `${index}-${randomText(idLength)}`,
      productId: randomText(idLength),
      amountMinor: BigInt(index * 1000 + 10),
    }),
  );
}

function aLongEntry(scope: Scope, entryId: string, count = 600) {
  const lines = Array.from({ length: count }, (_, index) => ({
    lineId: `${index}-${randomText(100)}`,
    ruleId: 'base',
    amountMinor: BigInt(index),
  }));
  return anEntry(scope, { entryId, cause: { type: 'conversion', conversionId: entryId, lines } });
}

function randomText(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += 50) {
    await Promise.all(items.slice(start, start + 50).map(work));
  }
}
