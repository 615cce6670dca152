import { describe, expect, it } from 'vitest';
import type { DealStep } from '../../domain/deal/deal.ts';
import { afterStep } from '../../domain/deal/deal-state.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aDeal, aRegistration, DAY, REGISTERED } from '../domain/deal/build.ts';
import { aScope } from './facts.ts';
import { AWKWARD_IDS } from './large-facts.ts';

/** Leads and deals: their steps, and the places where they are found. */
export function dealsContract(storesOf: () => Stores): void {
  describe('deals', () => {
    const register = async (scope: Scope, change: Parameters<typeof aRegistration>[0] = {}): Promise<DealStep> => {
      const step = aRegistration(change);
      expect(await storesOf().deals.appendStep(scope, step, afterStep(null, step))).toBe(true);
      return step;
    };
    const page = { after: null, limit: 100 };
    const approval = (partnerId = 'ptn_1'): DealStep => {
      const named = { dealId: 'deal_1', sequence: 2, partnerId, at: REGISTERED + DAY, by: '佐藤' };
      return { ...named, kind: 'approved', protectedUntil: REGISTERED + 91 * DAY, judgements: [] };
    };

    it('keep their steps in order, each place in the history for the first who takes it', async () => {
      const scope = aScope();
      for (const dealId of AWKWARD_IDS) {
        const first = await register(scope, { dealId, content: { notes: '一行目\n二行目' } });
        const second: DealStep = { ...approval(), dealId };
        const after = afterStep(afterStep(null, first), second);
        expect(await storesOf().deals.appendStep(scope, second, after)).toBe(true);
        expect(await storesOf().deals.appendStep(scope, second, after)).toBe(true);
        const other: DealStep = { ...second, kind: 'moved', stage: 'proposal', owner: null };
        expect(await storesOf().deals.appendStep(scope, other, after)).toBe(false);
        expect(await storesOf().deals.steps(scope, dealId)).toEqual([first, second]);
        expect(await storesOf().deals.steps(aScope(), dealId)).toEqual([]);
      }
    });

    it('are taken by one of several who try at the same time', async () => {
      const scope = aScope();
      const first = await register(scope);
      const tries = Array.from({ length: 8 }, (_, index): DealStep => {
        return { ...approval(), kind: 'moved', stage: 'proposal', owner: `person ${index}` };
      });
      const answers = await Promise.all(
        tries.map((step) => storesOf().deals.appendStep(scope, step, afterStep(aDeal(), step))),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await storesOf().deals.steps(scope, 'deal_1')).toEqual([first, tries[answers.indexOf(true)]]);
    });

    it('are found by the loosest form of their name and by their domain, also by an earlier one', async () => {
      const scope = aScope();
      const content = { companyName: '株式会社サンプル', domain: 'sample.co.jp' };
      const first = await register(scope, { dealId: 'deal_1', content });
      await register(scope, {
        dealId: 'deal_2',
        content: { ...content, companyName: '(有)サンプル', domain: 'gmail.com' },
      });
      const revised: DealStep = {
        ...approval(),
        kind: 'revised',
        content: { ...aDeal().content, companyName: '別会社' },
      };
      await storesOf().deals.appendStep(scope, revised, afterStep(afterStep(null, first), revised));

      expect(await storesOf().deals.alike(scope, 'name', 'サンプル')).toEqual(['deal_1', 'deal_2']);
      expect(await storesOf().deals.alike(scope, 'name', '別会社')).toEqual(['deal_1']);
      expect(await storesOf().deals.alike(scope, 'domain', 'sample.co.jp')).toEqual(['deal_1']);
      expect(await storesOf().deals.alike(scope, 'domain', 'gmail.com')).toEqual([]);
      expect(await storesOf().deals.alike(aScope(), 'name', 'サンプル')).toEqual([]);
    });

    it('are listed by partner and by status and month, page by page, the oldest first', async () => {
      const scope = aScope();
      const parts = [
        { partnerId: 'ptn_1', share: '0.5' },
        { partnerId: 'ptn_2', share: '0.5' },
      ];
      for (const minute of [5, 1, 4, 2, 3]) {
        await register(scope, { dealId: `deal_${minute}`, at: REGISTERED + minute * 60_000, content: { parts } });
      }
      await register(scope, { dealId: 'deal_9', partnerId: 'ptn_9', at: REGISTERED + 40 * DAY });
      const wanted = ['deal_1', 'deal_2', 'deal_3', 'deal_4', 'deal_5'];
      for (const place of [
        { by: 'partner', partnerId: 'ptn_1' },
        { by: 'partner', partnerId: 'ptn_2' },
        { by: 'status', status: 'submitted', month: '2026-10' },
      ] as const) {
        const all = await storesOf().deals.indexed(scope, place, page);
        expect(all.map(({ dealId }) => dealId)).toEqual(wanted);
        const two = await storesOf().deals.indexed(scope, place, { after: all[1]?.position ?? null, limit: 2 });
        expect(two.map(({ dealId }) => dealId)).toEqual(['deal_3', 'deal_4']);
        expect(await storesOf().deals.indexed(scope, place, { after: all[4]?.position ?? null, limit: 2 })).toEqual([]);
        expect(await storesOf().deals.indexed(aScope(), place, page)).toEqual([]);
      }
      const november = { by: 'status', status: 'submitted', month: '2026-11' } as const;
      expect((await storesOf().deals.indexed(scope, november, page)).map(({ dealId }) => dealId)).toEqual(['deal_9']);
      expect(await storesOf().deals.indexed(scope, { ...november, status: 'approved' }, page)).toEqual([]);
    });

    it('are due on the day of their deadline and of the end of their protection', async () => {
      const scope = aScope();
      const first = await register(scope);
      await storesOf().deals.appendStep(scope, approval(), afterStep(afterStep(null, first), approval()));
      const own = async (day: string) =>
        (await storesOf().deals.dueOn(day)).filter(({ merchantId }) => merchantId === scope.merchantId);
      for (const day of ['2026-10-04', '2026-12-31']) expect(await own(day)).toEqual([{ ...scope, dealId: 'deal_1' }]);
      expect(await own('2026-10-05')).toEqual([]);
    });

    it('are protected one after the other: what was noted is replaced only by whoever saw it', async () => {
      const scope = aScope();
      const { deals } = storesOf();
      const [first, second] = [{ step: approval() }, { step: approval('ptn_2') }];
      expect(await deals.protecting(scope)).toBeNull();
      expect(await deals.advanceProtecting(scope, null, first)).toBe(true);
      expect(await deals.advanceProtecting(scope, null, second)).toBe(false);
      expect(await deals.advanceProtecting(scope, null, first)).toBe(true);
      expect(await deals.advanceProtecting(scope, first, second)).toBe(true);
      expect(await deals.protecting(scope)).toEqual(second);
      expect(await deals.protecting(aScope())).toBeNull();
    });
  });
}
