import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Stores } from '../../functions/store/store.ts';
import {
  aCoupon,
  aDraft,
  aFit,
  aLink,
  anEnrollment,
  aPartner,
  aPlan,
  aProgram,
  aScope,
  aTermsChange,
  NOON,
  recorded,
} from './facts.ts';
import { DAY } from './large-facts.ts';

/** Programs, their plans, partners and fits of models. */
export function termsContract(storesOf: () => Stores): void {
  describe('the fits of a model', () => {
    it('are found by id, and the latest is that of the latest window, of several the one recorded last', async () => {
      const scope = aScope();
      expect(await storesOf().snapshots.latestSnapshot(scope)).toBeNull();
      const fitted = (snapshotId: string, to: number) => aFit({ snapshotId, window: { from: to - DAY, to } });
      const fits = [
        recorded(fitted('a', NOON + DAY), NOON + 3),
        recorded(fitted('z', NOON), NOON + 9),
        recorded(fitted('c', NOON + DAY), NOON + 5),
      ];
      for (const each of fits) await storesOf().snapshots.putSnapshot(scope, each);
      expect(await storesOf().snapshots.snapshot(scope, 'z')).toEqual(fits[1]);
      expect(await storesOf().snapshots.latestSnapshot(scope)).toEqual(fits[2]);
      expect(await storesOf().snapshots.latestSnapshot(aScope())).toBeNull();
    });
  });

  describe('programs', () => {
    it('are found among those of all merchants, each once', async () => {
      const [one, other] = [aScope(), aScope()];
      const scopes = [one, { ...one, programId: 'prg_#2' }, other];
      for (const scope of [...scopes, one]) await storesOf().programs.putProgram(recorded(aProgram(scope)));
      const own: string[] = [];
      for await (const { merchantId, programId } of storesOf().programs.everyProgram()) {
        if (merchantId === one.merchantId || merchantId === other.merchantId) own.push(`${merchantId} ${programId}`);
      }
      expect(own.sort()).toEqual(scopes.map(({ merchantId, programId }) => `${merchantId} ${programId}`).sort());
    });

    it('are found by id and listed by id, with the instant from which their books begin', async () => {
      const scope = aScope();
      const ids = ['prg_b', 'prg_a', 'prg_10'];
      for (const [index, programId] of ids.entries()) {
        await storesOf().programs.putProgram(recorded(aProgram(scope, { programId }), NOON + index));
      }

      expect(await storesOf().programs.program({ ...scope, programId: 'prg_a' })).toEqual(
        aProgram(scope, { programId: 'prg_a' }),
      );
      expect(await storesOf().programs.programSince({ ...scope, programId: 'prg_10' })).toBe(NOON + 2);
      expect((await storesOf().programs.programs(scope.merchantId)).map(({ programId }) => programId)).toEqual([
        'prg_10',
        'prg_a',
        'prg_b',
      ]);
      expect(await storesOf().programs.program(aScope())).toBeNull();
      expect(await storesOf().programs.programSince(aScope())).toBeNull();
      expect(await storesOf().programs.programs(aScope().merchantId)).toEqual([]);
    });

    it('have plans by version and rates by day', async () => {
      const scope = aScope();
      for (const version of [10, 2, 1])
        await storesOf().programs.putPlan(scope, recorded(aPlan({ version }), NOON + version));
      for (const [date, from] of [
        ['2026-10-02', 'USD'],
        ['2026-10-01', 'USD'],
        ['2026-10-01', 'EUR'],
      ] as const) {
        await storesOf().programs.putRate(scope, recorded({ date, from, to: 'JPY', rate: '150.25' }));
      }

      expect(await storesOf().programs.plans(scope)).toEqual(
        [1, 2, 10].map((version) => recorded(aPlan({ version }), NOON + version)),
      );
      expect((await storesOf().programs.rates(scope)).map(({ date, from }) => `${date} ${from}`)).toEqual([
        '2026-10-01 EUR',
        '2026-10-01 USD',
        '2026-10-02 USD',
      ]);
      const [only] = await storesOf().programs.rates(scope);
      if (only === undefined) throw new Error('no rate');
      expect(await storesOf().programs.rate(scope, only)).toEqual(only);
      expect(await storesOf().programs.rate(scope, { ...only, date: '2020-01-01' })).toBeNull();
      const page = await storesOf().programs.ratesAfter(scope, { after: '2026-10-01#EUR#JPY', limit: 1 });
      expect(page.map(({ date, from }) => `${date} ${from}`)).toEqual(['2026-10-01 USD']);
      const month = await storesOf().programs.ratesAfter(scope, { after: '2026-10-02', limit: 9 });
      expect(month.map(({ date }) => date)).toEqual(['2026-10-02']);
    });
  });

  describe('drafts of plans', () => {
    it('advance from what the caller saw, and only from that', async () => {
      const scope = aScope();
      const first = aDraft();
      const second = aDraft({ revision: 2, draftedBy: '鈴木' });
      const published = { ...second, status: 'published', publishedBy: '佐藤' } as const;

      expect(await storesOf().programs.draft(scope, 2)).toBeNull();
      expect(await storesOf().programs.advanceDraft(scope, first, second)).toBe(false);
      expect(await storesOf().programs.advanceDraft(scope, null, first)).toBe(true);
      expect(await storesOf().programs.advanceDraft(scope, null, second)).toBe(false);
      expect(await storesOf().programs.advanceDraft(scope, first, second)).toBe(true);
      expect(await storesOf().programs.advanceDraft(scope, first, published)).toBe(false);
      expect(await storesOf().programs.advanceDraft(scope, second, published)).toBe(true);
      // Once more, since the first answer may have been lost.
      expect(await storesOf().programs.advanceDraft(scope, second, published)).toBe(true);
      expect(await storesOf().programs.draft(scope, 2)).toEqual(published);
      expect(await storesOf().programs.plans(scope)).toEqual([]);
    });

    it('advance for one of several who try at the same time', async () => {
      const scope = aScope();
      await storesOf().programs.advanceDraft(scope, null, aDraft());
      const tries = Array.from({ length: 8 }, (_, index) => aDraft({ revision: 2, draftedBy: `person ${index}` }));
      const answers = await Promise.all(tries.map((next) => storesOf().programs.advanceDraft(scope, aDraft(), next)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await storesOf().programs.draft(scope, 2)).toEqual(tries[answers.indexOf(true)]);
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
        expect(await storesOf().programs.advanceDraft(scope, null, draft)).toBe(true);
      }
      expect(await storesOf().programs.drafts(scope)).toEqual([aDraft({ version: 1 }), aDraft(), large]);
      expect(await storesOf().programs.drafts({ ...scope, programId: 'prg_2' })).toEqual([]);
    });
  });

  describe('partners', () => {
    it('are found by id, enrolled by program and listed by id', async () => {
      const scope = aScope();
      const ids = Array.from({ length: 25 }, (_, index) => `ptn_${index}`);
      for (const partnerId of ids) {
        await storesOf().partners.putPartner(scope.merchantId, recorded(aPartner({ partnerId })));
        await storesOf().partners.putEnrollment(scope, recorded(anEnrollment({ partnerId })));
      }

      expect(await storesOf().partners.partner(scope.merchantId, 'ptn_7')).toEqual(aPartner({ partnerId: 'ptn_7' }));
      expect(await storesOf().partners.partner(scope.merchantId, 'nobody')).toBeNull();
      expect(await storesOf().partners.enrollment(scope, 'ptn_7')).toEqual(anEnrollment({ partnerId: 'ptn_7' }));
      expect(await storesOf().partners.enrollment({ ...scope, programId: 'prg_2' }, 'ptn_7')).toBeNull();
      expect((await storesOf().partners.enrollments(scope)).map(({ partnerId }) => partnerId)).toEqual([...ids].sort());
    });

    it('are listed by id, page by page, of one merchant and of one program', async () => {
      const scope = aScope();
      // All that may stand in an id; some begin as another does.
      const ids = ['ptn', 'ptn+1', 'ptn-1', 'ptn.1', 'ptn:1', 'ptn@1', 'ptn_1', 'ptn~1', 'Ptn', '0'];
      const { partners } = storesOf();
      for (const partnerId of [...ids, ...ids]) {
        await partners.putPartner(scope.merchantId, recorded(aPartner({ partnerId })));
        await partners.putEnrollment(scope, recorded(anEnrollment({ partnerId })));
      }
      await partners.putPartner(scope.merchantId, recorded(aPartner({ partnerId: 'ptn', name: 'another' })));
      const sorted = [...ids].sort();

      const all = await partners.partnersAfter(scope.merchantId, { after: null, limit: 99 });
      expect(all).toEqual(sorted.map((partnerId) => aPartner({ partnerId })));
      const page = { after: sorted[2] ?? '', limit: 3 };
      expect(await partners.partnersAfter(scope.merchantId, page)).toEqual(all.slice(3, 6));
      expect((await partners.enrollmentsAfter(scope, page)).map(({ partnerId }) => partnerId)).toEqual(
        sorted.slice(3, 6),
      );
      expect(await partners.partnersAfter(aScope().merchantId, { after: null, limit: 9 })).toEqual([]);
      expect(await partners.enrollmentsAfter({ ...scope, programId: 'prg_2' }, { after: null, limit: 9 })).toEqual([]);
    });

    it('have changes of terms from one partner to another, those that begin alike told apart', async () => {
      const scope = aScope();
      const { partners } = storesOf();
      for (const partnerId of ['a', 'b', 'b+1', 'b_1', 'c']) {
        for (const from of [NOON + DAY, NOON])
          await partners.putTermsChange(scope, recorded(aTermsChange({ partnerId, from })));
      }
      const among = async (first: string, last: string) =>
        (await partners.termsChangesAmong(scope, { first, last })).map(({ partnerId, from }) => [partnerId, from]);
      expect(await among('b', 'b')).toEqual([
        ['b', NOON],
        ['b', NOON + DAY],
      ]);
      expect((await among('b', 'b_1')).map(([partnerId]) => partnerId)).toEqual(['b', 'b', 'b+1', 'b+1', 'b_1', 'b_1']);
      expect(await among('d', 'e')).toEqual([]);
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
        await storesOf().partners.putTermsChange(scope, recorded(aTermsChange({ partnerId, from })));
      }

      expect((await storesOf().partners.termsChanges(scope)).map(({ partnerId, from }) => [partnerId, from])).toEqual([
        ['ptn_10', 900],
        ['ptn_10', 1000],
        ['ptn_2', 5],
        ['ptn_2', 40],
        ['ptn_2', NOON],
      ]);
      const own = await storesOf().partners.termsChangesOf(scope, 'ptn_2');
      expect(own.map(({ partnerId, from }) => [partnerId, from])).toEqual([
        ['ptn_2', 5],
        ['ptn_2', 40],
        ['ptn_2', NOON],
      ]);
      expect(await storesOf().partners.termsChangesOf(scope, 'ptn_1')).toEqual([]);
    });

    it('have links that are found by their id alone', async () => {
      const link = aLink(aScope());
      await storesOf().partners.putLink(recorded(link));

      expect(await storesOf().partners.link(link.linkId)).toEqual(link);
      expect(await storesOf().partners.link('lnk_nowhere')).toBeNull();
    });

    it('have coupons whose owners stand in the order in which the code changed hands', async () => {
      const scope = aScope();
      const coupons = [
        aCoupon({ partnerId: 'ptn_1', validFrom: NOON + DAY }),
        aCoupon({ code: 'HARU#5', partnerId: 'ptn_3', validFrom: NOON }),
        aCoupon({ partnerId: 'ptn_2', validFrom: NOON, validTo: NOON + DAY }),
        aCoupon({ partnerId: 'ptn_3', validTo: NOON }),
      ];
      for (const coupon of coupons) await storesOf().partners.putCoupon(scope, recorded(coupon));

      expect(await storesOf().partners.coupons(scope)).toEqual([coupons[3], coupons[2], coupons[0], coupons[1]]);
    });

    it('have the coupons of one code, however long, and not of one that begins like it', async () => {
      const scope = aScope();
      // Of the longest a key of the table holds the beginning alone, cut within a character; more of them than there are partitions.
      const long = Array.from({ length: 17 }, (_, index) => `${'券'.repeat(400)}${index}`);
      const codes = ['HARU', 'HARU#', 'HARU%', 'HARU2', 'HAR', '🌸', '🌸🌸', ...long];
      for (const code of codes) {
        for (const grant of [
          { partnerId: 'ptn_2', validFrom: NOON },
          { partnerId: 'ptn_1', validTo: NOON },
        ]) {
          await storesOf().partners.putCoupon(scope, recorded(aCoupon({ code, ...grant })));
        }
      }
      for (const code of codes) {
        const found = await storesOf().partners.couponsByCode(scope, code);
        expect(found.map((coupon) => [coupon.code, coupon.partnerId])).toEqual([
          [code, 'ptn_1'],
          [code, 'ptn_2'],
        ]);
      }
      expect(await storesOf().partners.couponsByCode(scope, 'HA')).toEqual([]);
      expect(await storesOf().partners.couponsByCode(aScope(), 'HARU')).toEqual([]);
    });
  });
}
