import { describe, expect, it } from 'vitest';
import { entryIdOf } from '../../domain/ledger/entry-id.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import { ID_LENGTH_MAX, LINES_MAX } from '../../functions/limits.ts';
import type { PutOnce, Recorded, Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  aDecision,
  aFit,
  aLine,
  aLink,
  anEnrollment,
  anEntry,
  aPartner,
  aPlan,
  aProgram,
  aReversal,
  aReview,
  aScope,
  aStatement,
  aTermsChange,
  NOON,
  recorded,
} from './facts.ts';
import { AWKWARD_IDS, DAY, inBatches, manyLines } from './large-facts.ts';

/** What happened, and how it is found again. */
export function factsContract(storesOf: () => Stores): void {
  describe('the visitors of a day', () => {
    it('are noted once each, by the UTC day of their clicks, for one program', async () => {
      const scope = aScope();
      for (const visitorId of [...AWKWARD_IDS, ...AWKWARD_IDS]) {
        await storesOf().clicks.noteVisitor(scope, recorded(aClick({ visitorId, occurredAt: NOON })));
      }
      await storesOf().clicks.noteVisitor(scope, recorded(aClick({ visitorId: 'late', occurredAt: NOON + DAY })));
      const on = async (of: Scope, at: number): Promise<string[]> => {
        const found: string[] = [];
        const day = new Date(at).toISOString().slice(0, 10);
        for await (const visitorId of storesOf().clicks.visitorsOn(of, day)) found.push(visitorId);
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
      { what: 'program', put: (s, name, at) => storesOf().programs.putProgram(recorded(aProgram(s, { name }), at)) },
      {
        what: 'plan',
        put: (s, id, at) =>
          storesOf().programs.putPlan(s, recorded(aPlan({ rules: [{ id, when: {}, pay: { rate: '0.1' } }] }), at)),
      },
      {
        what: 'rate',
        put: (s, v, at) =>
          storesOf().programs.putRate(s, recorded({ date: '2026-10-01', from: 'USD', to: 'JPY', rate: v }, at)),
      },
      {
        what: 'partner',
        put: (s, name, at) => storesOf().partners.putPartner(s.merchantId, recorded(aPartner({ name }), at)),
      },
      {
        what: 'enrollment',
        put: (s, v, at) =>
          storesOf().partners.putEnrollment(
            s,
            recorded(anEnrollment({ terms: { ...anEnrollment().terms, tier: v } }), at),
          ),
      },
      {
        what: 'terms change',
        put: (s, v, at) =>
          storesOf().partners.putTermsChange(
            s,
            recorded(aTermsChange({ value: { ...aTermsChange().value, tier: v } }), at),
          ),
      },
      {
        what: 'link',
        put: (s, v, at) =>
          storesOf().partners.putLink(recorded(aLink(s, { linkId: `lnk_${s.merchantId}`, destination: v }), at)),
      },
      {
        what: 'coupon',
        put: (s, v, at) =>
          storesOf().partners.putCoupon(s, recorded(aCoupon({ validTo: v === 'one' ? NOON : null }), at)),
      },
      { what: 'click', put: (s, visitorId, at) => storesOf().clicks.putClick(s, recorded(aClick({ visitorId }), at)) },
      {
        what: 'conversion',
        put: (s, coupon, at) => storesOf().conversions.putConversion(s, recorded(aConversion({ coupon }), at)),
      },
      {
        what: 'snapshot',
        put: (s, inputHash, at) => storesOf().snapshots.putSnapshot(s, recorded(aFit({ inputHash }), at)),
      },
      {
        what: 'reversal',
        put: (s, lineId, at) => storesOf().conversions.putReversal(s, recorded(aReversal({ lineId }), at)),
      },
      {
        what: 'review',
        put: (s, by, at) => storesOf().conversions.putReview(s, recorded(aReview({ by }), at)),
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
      await storesOf().conversions.putConversion(scope, recorded(aConversion()));

      for (const other of others) {
        expect(await storesOf().conversions.conversion(other, 'ord_1')).toBeNull();
        const put = await storesOf().conversions.putConversion(other, recorded(aConversion({ coupon: 'OTHER' })));
        expect(put.outcome).toBe('created');
      }
    });

    it('is the same for content whose members stand in another order', async () => {
      const scope = aScope();
      const conversion = aConversion({ metadata: { b: '2', a: '1' } });
      const turned = Object.fromEntries(Object.entries(conversion).reverse()) as unknown as Conversion;
      await storesOf().conversions.putConversion(scope, recorded(conversion));

      const put = await storesOf().conversions.putConversion(
        scope,
        recorded({ ...turned, metadata: { a: '1', b: '2' } }),
      );
      expect(put.outcome).toBe('repeated');
    });
  });

  describe('clicks', () => {
    it('are found by id', async () => {
      const scope = aScope();
      for (const clickId of AWKWARD_IDS) await storesOf().clicks.putClick(scope, recorded(aClick({ clickId })));

      for (const clickId of AWKWARD_IDS) {
        expect(await storesOf().clicks.click(scope, clickId)).toEqual(aClick({ clickId }));
      }
      expect(await storesOf().clicks.click(scope, 'clk_none')).toBeNull();
    });

    it('of a visitor come by instant and id, both ends of the range included', async () => {
      const scope = aScope();
      const at = [NOON + 2, NOON, NOON - 1, NOON + 1, NOON + 3, NOON + 2];
      for (const [index, occurredAt] of at.entries()) {
        await storesOf().clicks.putClick(scope, recorded(aClick({ clickId: `clk_${9 - index}`, occurredAt })));
      }
      await storesOf().clicks.putClick(scope, recorded(aClick({ clickId: 'clk_x', visitorId: 'vis_10' })));
      const clicks = await storesOf().clicks.clicksByVisitor(scope, 'vis_1', { from: NOON, to: NOON + 2 });

      expect(clicks.map(({ clickId, occurredAt }) => [clickId, occurredAt - NOON])).toEqual([
        ['clk_8', 0],
        ['clk_6', 1],
        ['clk_4', 2],
        ['clk_9', 2],
      ]);
      const all = await storesOf().clicks.clicksByVisitor(scope, 'vis_1', { from: 0, to: Number.MAX_SAFE_INTEGER });
      expect(all).toHaveLength(at.length);
      expect(await storesOf().clicks.clicksByVisitor(scope, 'vis_2', { from: 0, to: NOON })).toEqual([]);
    });

    it('are seen by the next read, also between reads', async () => {
      const scope = aScope();
      for (const step of [3, 1, 2]) {
        await storesOf().clicks.putClick(scope, recorded(aClick({ clickId: `clk_${step}`, occurredAt: NOON + step })));
        const clicks = await storesOf().clicks.clicksByVisitor(scope, 'vis_1', { from: NOON, to: NOON + 9 });
        expect(clicks.map(({ clickId }) => clickId)).toContain(`clk_${step}`);
      }
      const clicks = await storesOf().clicks.clicksByVisitor(scope, 'vis_1', { from: NOON, to: NOON + 9 });
      expect(clicks.map(({ clickId }) => clickId)).toEqual(['clk_1', 'clk_2', 'clk_3']);
    });

    it('have a last one before an instant, which is not at that instant', async () => {
      const scope = aScope();
      for (const occurredAt of [NOON, NOON + 10, NOON + 20]) {
        await storesOf().clicks.putClick(scope, recorded(aClick({ clickId: `clk_${occurredAt}`, occurredAt })));
      }
      const lastBefore = async (before: number) =>
        (await storesOf().clicks.lastClickBefore(scope, 'vis_1', before))?.occurredAt ?? null;

      expect(await lastBefore(NOON + 20)).toBe(NOON + 10);
      expect(await lastBefore(NOON + 21)).toBe(NOON + 20);
      expect(await lastBefore(NOON + 1)).toBe(NOON);
      expect(await lastBefore(NOON)).toBeNull();
      expect(await storesOf().clicks.lastClickBefore(scope, 'vis_2', NOON)).toBeNull();
    });

    it('told again with other content leave no trace in the visitor’s journey', async () => {
      const scope = aScope();
      await storesOf().clicks.putClick(scope, recorded(aClick()));
      await storesOf().clicks.putClick(scope, recorded(aClick({ occurredAt: NOON + 1 })));
      await storesOf().clicks.putClick(scope, recorded(aClick({ visitorId: 'vis_2' })));

      expect(await storesOf().clicks.clicksByVisitor(scope, 'vis_1', { from: 0, to: NOON + DAY })).toEqual([aClick()]);
      expect(await storesOf().clicks.clicksByVisitor(scope, 'vis_2', { from: 0, to: NOON + DAY })).toEqual([]);
    });
  });

  describe('conversions', () => {
    it.each(AWKWARD_IDS)('come back as they were recorded, under the id %j', async (conversionId) => {
      const scope = { merchantId: `${aScope().merchantId}#%`, programId: conversionId };
      const conversion = aConversion({ conversionId, metadata: { note: '改行\n"引用"', itemWeight: '350g' } });
      await storesOf().conversions.putConversion(scope, recorded(conversion, NOON + 1));

      expect(await storesOf().conversions.conversion(scope, conversionId)).toEqual(recorded(conversion, NOON + 1));
      expect(await storesOf().conversions.conversion(scope, `${conversionId}#`)).toBeNull();
    });

    it('keep amounts beyond what a double can hold', async () => {
      const scope = aScope();
      const lines = [aLine({ amountMinor: 2n ** 53n + 1n, taxMinor: 10n ** 30n + 7n, shippingMinor: 0n })];
      await storesOf().conversions.putConversion(scope, recorded(aConversion({ lines })));

      expect((await storesOf().conversions.conversion(scope, 'ord_1'))?.fact.lines).toEqual(lines);
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
      const conflict = await storesOf().conversions.putConversion(
        scope,
        recorded({ ...conversion, lines: manyLines(LINES_MAX, 64) }),
      );
      expect(conflict).toEqual({ outcome: 'conflict', stored: recorded(conversion) });
    });

    async function expectWhole(scope: Scope, conversion: Recorded<Conversion>): Promise<void> {
      expect((await storesOf().conversions.putConversion(scope, conversion)).outcome).toBe('created');
      expect((await storesOf().conversions.putConversion(scope, conversion)).outcome).toBe('repeated');
      expect(await storesOf().conversions.conversion(scope, conversion.fact.conversionId)).toEqual(conversion);
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
        await storesOf().conversions.putConversion(scope, recorded(conversion));
        await storesOf().conversions.advanceDecision(scope, NOON, null, aDecision({ conversionId }));
        await storesOf().conversions.putReversal(
          scope,
          recorded(aReversal({ conversionId, reversalId: `${conversionId}` })),
        );
        const entryId = entryIdOf('2026-10', 'accrual', conversionId, partnerId);
        await storesOf().ledger.post(anEntry(scope, { entryId, partnerId }));
      }
      await storesOf().partners.putCoupon(
        scope,
        recorded(aCoupon({ code: '券'.repeat(200), partnerId, validFrom: NOON })),
      );
      const statement = aStatement({
        statementId: longest('s') + longest('t'),
        programId: scope.programId,
        partnerId,
      });
      await storesOf().statements.putStatement(scope.merchantId, statement);

      for (const conversion of conversions) {
        expect((await storesOf().conversions.conversion(scope, conversion.conversionId))?.fact).toEqual(conversion);
        expect(await storesOf().conversions.reversalsOf(scope, conversion.conversionId)).toHaveLength(1);
      }
      const entries: string[] = [];
      for await (const { entryId } of storesOf().ledger.entries(scope, partnerId, '2026-10')) entries.push(entryId);
      expect(new Set(entries).size).toBe(2);
      expect(await storesOf().partners.coupons(scope)).toHaveLength(1);
      expect(await storesOf().statements.statementsOfPartner(scope.merchantId, partnerId)).toEqual([statement]);
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
      for (const reversal of told) await storesOf().conversions.putReversal(scope, recorded(reversal, NOON + 9));
      await storesOf().conversions.putReversal(
        scope,
        recorded(aReversal({ reversalId: 'rev_d', conversionId: 'ord_10' })),
      );
      await storesOf().conversions.putConversion(scope, recorded(aConversion()));

      expect(await storesOf().conversions.reversalsOf(scope, 'ord_1')).toEqual([told[1], told[2], told[0], told[3]]);
      expect(await storesOf().conversions.reversal(scope, 'rev_#')).toEqual(recorded(told[3], NOON + 9));
      expect(await storesOf().conversions.reversal(scope, 'rev_none')).toBeNull();
      expect(await storesOf().conversions.reversalsOf(scope, 'ord_2')).toEqual([]);
    });

    it('told again for another conversion are a conflict and reverse nothing there', async () => {
      const scope = aScope();
      await storesOf().conversions.putReversal(scope, recorded(aReversal()));
      const put = await storesOf().conversions.putReversal(scope, recorded(aReversal({ conversionId: 'ord_2' })));

      expect(put.outcome).toBe('conflict');
      expect(await storesOf().conversions.reversalsOf(scope, 'ord_2')).toEqual([]);
    });
  });

  describe('customers and visitors', () => {
    it('are known together from the first time they were seen together', async () => {
      const scope = aScope();
      const seen = (visitorId: string, seenAt: number) =>
        storesOf().conversions.noteSeenTogether(scope, { customerId: 'cus_#1', visitorId, seenAt });
      await seen('vis_2', NOON);
      await seen('vis_1', NOON + 5);
      await seen('vis_1', NOON + 3);
      await seen('vis_1', NOON + 4);

      expect(await storesOf().conversions.seenTogether(scope, 'cus_#1')).toEqual([
        { customerId: 'cus_#1', visitorId: 'vis_1', seenAt: NOON + 3 },
        { customerId: 'cus_#1', visitorId: 'vis_2', seenAt: NOON },
      ]);
      expect(await storesOf().conversions.seenTogether(scope, 'cus_2')).toEqual([]);
    });

    it('are known from the earliest instant, in whatever order it is told', async () => {
      const scope = aScope();
      const instants = Array.from({ length: 16 }, (_, index) => NOON + ((index * 7) % 16));
      await Promise.all(
        instants.map((seenAt) =>
          storesOf().conversions.noteSeenTogether(scope, { customerId: 'cus_1', visitorId: 'vis_1', seenAt }),
        ),
      );

      expect(await storesOf().conversions.seenTogether(scope, 'cus_1')).toEqual([
        { customerId: 'cus_1', visitorId: 'vis_1', seenAt: NOON },
      ]);
    });
  });

  describe('decisions and the index of a day', () => {
    const factsOn = async (scope: Scope, day: string): Promise<string[]> => {
      const facts: string[] = [];
      for await (const { type, id } of storesOf().conversions.recordedOn(scope, day)) facts.push(`${type} ${id}`);
      return facts.sort();
    };

    it('are the same: a decided conversion stands under the day on which it was recorded', async () => {
      const scope = aScope();
      const midnight = Date.UTC(2026, 9, 6);
      await storesOf().conversions.advanceDecision(scope, midnight - 1, null, aDecision({ conversionId: 'ord_#1' }));
      await storesOf().conversions.advanceDecision(scope, midnight, null, aDecision({ conversionId: 'ord_2' }));
      await storesOf().conversions.putReversal(scope, recorded(aReversal({ reversalId: 'ord_2' }), midnight));

      expect(await factsOn(scope, '2026-10-05')).toEqual(['conversion ord_#1']);
      expect(await factsOn(scope, '2026-10-06')).toEqual(['conversion ord_2', 'reversal ord_2']);
      expect(await factsOn(scope, '2026-10-07')).toEqual([]);
      expect(await factsOn({ ...scope, programId: 'prg_2' }, '2026-10-06')).toEqual([]);
    });

    it('hold the last decision, once', async () => {
      const scope = aScope();
      const last = aDecision({
        revision: 2,
        attribution: { outcome: 'unattributed', reason: 'no-touchpoint', refused: [] },
        lines: [],
      });
      await storesOf().conversions.advanceDecision(scope, NOON, null, aDecision());
      expect(await storesOf().conversions.advanceDecision(scope, NOON, null, last)).toBe(false);
      expect(await storesOf().conversions.advanceDecision(scope, NOON, aDecision(), last)).toBe(true);
      const other = aDecision({ revision: 2, holdUntil: 0 });
      expect(await storesOf().conversions.advanceDecision(scope, NOON, aDecision(), other)).toBe(false);

      expect(await storesOf().conversions.decision(scope, NOON, 'ord_1')).toEqual(last);
      expect(await storesOf().conversions.decision(scope, NOON, 'ord_2')).toBeNull();
      expect(await factsOn(scope, '2026-10-05')).toEqual(['conversion ord_1']);
    });

    it('list a review under the day on which it was first recorded, and hold the first decision', async () => {
      const scope = aScope();
      await storesOf().conversions.putReview(scope, recorded(aReview(), NOON));
      await storesOf().conversions.putReview(scope, recorded(aReview(), NOON + DAY));
      await storesOf().conversions.putReview(scope, recorded(aReview({ outcome: 'approved' }), NOON + 2 * DAY));

      expect(await factsOn(scope, '2026-10-05')).toEqual(['review ord_1']);
      expect(await factsOn(scope, '2026-10-06')).toEqual([]);
      expect(await factsOn(scope, '2026-10-07')).toEqual([]);
      expect(await storesOf().conversions.review(scope, 'ord_1')).toEqual(aReview());
      expect(await storesOf().conversions.review(scope, 'ord_2')).toBeNull();
      expect(await storesOf().conversions.review({ ...scope, programId: 'prg_2' }, 'ord_1')).toBeNull();
    });

    it('tell of an overdue review once', async () => {
      const scope = aScope();
      const fact = { conversionId: 'ord_1', deadline: NOON };
      expect((await storesOf().conversions.putOverdue(scope, recorded(fact, NOON))).outcome).toBe('created');
      expect((await storesOf().conversions.putOverdue(scope, recorded(fact, NOON + 5))).outcome).toBe('repeated');
      expect(await storesOf().conversions.overdue(scope, 'ord_1')).toEqual(recorded(fact, NOON));
      expect(await storesOf().conversions.overdue(scope, 'ord_2')).toBeNull();
    });

    it('list an overdue review under the day on which it became so', async () => {
      const scope = aScope();
      const late = recorded({ conversionId: 'ord_1', deadline: NOON }, Date.UTC(2026, 9, 20));
      await storesOf().conversions.putOverdue(scope, late);
      await storesOf().conversions.putOverdue(scope, { ...late, recordedAt: Date.UTC(2026, 9, 21) });
      const on = async (day: string): Promise<string[]> => {
        const ids: string[] = [];
        for await (const id of storesOf().conversions.overdueOn(scope, day)) ids.push(id);
        return ids;
      };
      expect([await on('2026-10-20'), await on('2026-10-21')]).toEqual([['ord_1'], []]);
      expect(await factsOn(scope, '2026-10-20')).toEqual([]);
    });

    it('list a reversal under the day on which it was first recorded', async () => {
      const scope = aScope();
      await storesOf().conversions.putReversal(scope, recorded(aReversal(), NOON));
      await storesOf().conversions.putReversal(scope, recorded(aReversal(), NOON + DAY));
      await storesOf().conversions.putReversal(scope, recorded(aReversal({ lineId: '1' }), NOON + 2 * DAY));

      expect(await factsOn(scope, '2026-10-05')).toEqual(['reversal rev_1']);
      expect(await factsOn(scope, '2026-10-06')).toEqual([]);
      expect(await factsOn(scope, '2026-10-07')).toEqual([]);
    });

    it('list everything of a busy day, once', async () => {
      const scope = aScope();
      const ids = Array.from({ length: 300 }, (_, index) => `ord_${index}`);
      await inBatches(ids, (conversionId) =>
        storesOf().conversions.advanceDecision(scope, NOON, null, aDecision({ conversionId })),
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
      await storesOf().conversions.advanceDecision(scope, NOON, null, first);
      expect(await storesOf().conversions.advanceDecision(scope, NOON, first, second)).toBe(true);

      expect(await storesOf().conversions.decision(scope, NOON, 'ord_1')).toEqual(second);
      expect(await factsOn(scope, '2026-10-05')).toEqual(['conversion ord_1']);
    });
  });
}
