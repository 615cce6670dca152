import { describe, expect, it } from 'vitest';
import type { NotedClick } from '../../functions/store/fact-store.ts';
import { couponPositionOf } from '../../functions/store/own-index.ts';
import type { StoredProfile } from '../../functions/store/program-store.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aClick, aConversion, aCoupon, aLink, aScope, NOON, recorded } from './facts.ts';
import { AWKWARD_IDS } from './large-facts.ts';

/** What partners see of their own, and what they say of themselves. */
export function activityContract(storesOf: () => Stores): void {
  describe('what a partner sees of its own', () => {
    const clicksOn = async (scope: Scope, partnerId: string, date: string): Promise<readonly NotedClick[]> => {
      const found: NotedClick[] = [];
      for await (const click of storesOf().clicks.clicksOfPartner(scope, partnerId, date)) found.push(click);
      return found;
    };

    it('has the clicks of a date once each, those of a visitor on a link together, bots apart', async () => {
      const scope = aScope();
      const clicks = [...AWKWARD_IDS, ...AWKWARD_IDS].flatMap((visitorId, index) =>
        [null, 'lnk_1'].map((linkId) => aClick({ clickId: `clk ${index} ${linkId}`, visitorId, linkId })),
      );
      const bot = aClick({ clickId: 'bot', visitorId: 'bot', linkId: 'lnk_1', isBot: true });
      for (const click of [...clicks, ...clicks, bot]) {
        await storesOf().clicks.noteOfPartner(scope, '2026-10-04', recorded(click));
      }
      const { partnerId } = bot;
      const found = await clicksOn(scope, partnerId, '2026-10-04');
      expect(found).toContainEqual({ linkId: 'lnk_1', visitorId: 'bot', isBot: true });
      const visits = found
        .filter(({ isBot }) => !isBot)
        .map(({ linkId, visitorId }) => JSON.stringify([linkId, visitorId]));
      expect(new Set(visits)).toEqual(new Set(clicks.map((click) => JSON.stringify([click.linkId, click.visitorId]))));
      const runs = visits.filter((visit, index) => visit !== visits[index - 1]);
      expect(runs).toHaveLength(new Set(visits).size);
      expect(await clicksOn(scope, partnerId, '2026-10-05')).toEqual([]);
      expect(await clicksOn(scope, 'another', '2026-10-04')).toEqual([]);
      expect(await clicksOn(aScope(), partnerId, '2026-10-04')).toEqual([]);
    });

    it('has a click under its source where that is known, whoever its visitor', async () => {
      const scope = aScope();
      for (const visitorId of ['vis_1', 'vis_2']) {
        const click = aClick({ clickId: `clk ${visitorId}`, visitorId, source: 'src_1', linkId: null });
        await storesOf().clicks.noteOfPartner(scope, '2026-10-04', recorded(click));
      }
      const noted = { linkId: null, visitorId: 'src_1', isBot: false };
      expect(await clicksOn(scope, aClick().partnerId, '2026-10-04')).toEqual([noted, noted]);
    });

    it('has clicks that repeat one of their source on a link and day, counted no further than asked', async () => {
      const scope = aScope();
      const { clicks } = storesOf();
      const place = { partnerId: aClick().partnerId, month: '2026-10' };
      for (const clickId of ['a', 'b', 'c', 'b']) {
        const click = recorded(aClick({ clickId, source: 'src_1' }));
        expect(await clicks.noteSource(scope, '2026-10-04', click)).toBe(clickId === 'a');
        if (clickId !== 'a') await clicks.noteRepeat(scope, place.month, click);
      }
      expect(await clicks.noteSource(scope, '2026-10-05', recorded(aClick({ clickId: 'd', source: 'src_1' })))).toBe(
        true,
      );
      expect(await clicks.repeatsOf(scope, place, 9)).toBe(2);
      expect(await clicks.repeatsOf(scope, place, 1)).toBe(1);
      expect(await clicks.repeatsOf(aScope(), place, 9)).toBe(0);
    });

    it('has salts of days, the same for all, until they are destroyed', async () => {
      const { clicks } = storesOf();
      // Shared by all merchants: a day of its own for each run on tables that outlive it.
      const day = new Date(Math.floor(Math.random() * 2 ** 31) * 1000).toISOString().slice(0, 10);
      await clicks.advanceDaySalt(await clicks.daySalt(day), { day, salt: 'first' });
      expect(await clicks.advanceDaySalt(null, { day, salt: 'second' })).toBe(false);
      expect(await clicks.daySalt(day)).toEqual({ day, salt: 'first' });
      expect(await clicks.advanceDaySalt({ day, salt: 'first' }, { day, salt: null })).toBe(true);
      expect(await clicks.daySalt(day)).toEqual({ day, salt: null });
      expect(await clicks.advanceDaySalt(null, { day, salt: 'third' })).toBe(false);
    });

    it('has its conversions of a month, the latest first, page by page', async () => {
      const scope = aScope();
      const place = { partnerId: 'ptn #1', month: '2026-10' };
      const ids = ['a', 'b#1', 'c', 'd', 'e'];
      for (const [index, conversionId] of [...ids, ...ids].entries()) {
        const occurredAt = NOON + (index % ids.length) * 1000;
        await storesOf().conversions.noteCredited(scope, place, aConversion({ conversionId, occurredAt }));
      }
      const page = (after: string | null, limit: number) =>
        storesOf().conversions.creditedTo(scope, place, { after, limit });
      const all = await page(null, 100);
      expect(all.map(({ conversionId }) => conversionId)).toEqual([...ids].reverse());
      expect(await page(all[1]?.position ?? null, 2)).toEqual(all.slice(2, 4));
      const elsewhere = { after: null, limit: 9 };
      expect(await storesOf().conversions.creditedTo(scope, { ...place, isOwn: true }, elsewhere)).toEqual([]);
      expect(await storesOf().conversions.creditedTo(scope, { ...place, month: '2026-11' }, elsewhere)).toEqual([]);
      expect(await storesOf().conversions.creditedTo(aScope(), place, elsewhere)).toEqual([]);
    });

    it('has its links and coupons, and not a link whose id was another’s first', async () => {
      const scope = aScope();
      const { partners } = storesOf();
      const id = (name: string) => `${name} ${scope.programId}`;
      const links = ['a', 'b', 'c'].map((name) => aLink(scope, { linkId: id(name), partnerId: 'ptn_1' }));
      for (const link of [...links, ...links]) await partners.putLink(recorded(link));
      await partners.putLink(recorded(aLink(scope, { linkId: id('a'), partnerId: 'ptn_2' })));
      expect(await partners.linksOf(scope, 'ptn_1', { after: null, limit: 2 })).toEqual(links.slice(0, 2));
      expect(await partners.linksOf(scope, 'ptn_1', { after: id('b'), limit: 2 })).toEqual(links.slice(2));
      expect(await partners.linksOf(scope, 'ptn_2', { after: null, limit: 2 })).toEqual([]);
      expect(await partners.linksOf(aScope(), 'ptn_1', { after: null, limit: 2 })).toEqual([]);
      const coupons = [aCoupon({ code: 'A', validFrom: NOON, validTo: null }), aCoupon({ code: 'B' })];
      for (const coupon of [...coupons, aCoupon({ code: 'C', partnerId: 'ptn_9' })])
        await partners.putCoupon(scope, recorded(coupon));
      const own = coupons[0]?.partnerId ?? '';
      expect(await partners.couponsOf(scope, own, { after: null, limit: 1 })).toEqual(coupons.slice(0, 1));
      const after = couponPositionOf({ code: 'A', validFrom: NOON });
      expect(await partners.couponsOf(scope, own, { after, limit: 9 })).toEqual(coupons.slice(1));
    });

    it('says what it says of itself last, and only whoever saw that replaces it', async () => {
      const { merchantId } = aScope();
      const { partners } = storesOf();
      const first: StoredProfile = {
        partnerId: 'ptn_1',
        revision: 1,
        sealed: 'partner1.c2VhbGVk',
        by: 'usr',
        at: NOON,
      };
      const second: StoredProfile = { ...first, revision: 2, sealed: null };
      expect(await partners.profile(merchantId, 'ptn_1')).toBeNull();
      expect(await partners.advanceProfile(merchantId, null, first)).toBe(true);
      expect(await partners.advanceProfile(merchantId, null, second)).toBe(false);
      expect(await partners.advanceProfile(merchantId, first, second)).toBe(true);
      expect(await partners.advanceProfile(merchantId, first, second)).toBe(true);
      expect(await partners.profile(merchantId, 'ptn_1')).toEqual(second);
      expect(await partners.profile(aScope().merchantId, 'ptn_1')).toBeNull();
    });
  });
}
