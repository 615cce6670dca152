import type { LinkId } from '../ids.ts';
import type { Click } from '../tracking/click.ts';

/** What came of a partner's work, counted. Commission is in minor units of the program's currency. */
export interface Figures {
  /** Without bots. */
  readonly clicks: number;
  /** Each visitor once for each link and business date. */
  readonly uniqueClicks: number;
  readonly bots: number;
  readonly conversions: number;
  /** Of these, rejected by the merchant: they earn nothing. */
  readonly rejected: number;
  readonly commissionMinor: bigint;
}

/** A conversion that the partner is credited with, and by which of its links or coupons it came. */
export interface CountedConversion {
  readonly date: string;
  readonly linkId: LinkId | null;
  readonly coupon: string | null;
  readonly isRejected: boolean;
  readonly commissionMinor: bigint;
}

/** The same figures in all, by day, by link and by coupon; only what there is. */
export interface Statistics {
  readonly total: Figures;
  readonly days: ReadonlyMap<string, Figures>;
  /** Null: neither a link nor a coupon led to it, or nobody told which. */
  readonly links: ReadonlyMap<LinkId | null, Figures>;
  readonly coupons: ReadonlyMap<string, Figures>;
}

const NOTHING: Figures = { clicks: 0, uniqueClicks: 0, bots: 0, conversions: 0, rejected: 0, commissionMinor: 0n };

/** Counts as it goes, so that the clicks of a busy partner never stand in memory together. */
export function statisticsCounter(): {
  /** Clicks of one visitor on one link of a date come one after the other. */
  readonly addClick: (date: string, click: Pick<Click, 'linkId' | 'visitorId' | 'isBot'>) => void;
  readonly addConversion: (conversion: CountedConversion) => void;
  readonly statistics: () => Statistics;
} {
  let total = NOTHING;
  const days = new Map<string, Figures>();
  const links = new Map<LinkId | null, Figures>();
  const coupons = new Map<string, Figures>();
  let last: string | null = null;
  return {
    addClick: (date, { linkId, visitorId, isBot }) => {
      const visit = JSON.stringify([date, linkId, visitorId]);
      const human = { ...NOTHING, clicks: 1, uniqueClicks: visit === last ? 0 : 1 };
      const more = isBot ? { ...NOTHING, bots: 1 } : human;
      if (!isBot) last = visit;
      total = sum(total, more);
      days.set(date, sum(days.get(date), more));
      links.set(linkId, sum(links.get(linkId), more));
    },
    addConversion: ({ date, linkId, coupon, isRejected, commissionMinor }) => {
      const more = {
        ...NOTHING,
        conversions: 1,
        rejected: isRejected ? 1 : 0,
        commissionMinor: isRejected ? 0n : commissionMinor,
      };
      total = sum(total, more);
      days.set(date, sum(days.get(date), more));
      if (coupon === null) links.set(linkId, sum(links.get(linkId), more));
      else coupons.set(coupon, sum(coupons.get(coupon), more));
    },
    statistics: () => ({ total, days, links, coupons }),
  };
}

function sum(a: Figures = NOTHING, b: Figures): Figures {
  return {
    clicks: a.clicks + b.clicks,
    uniqueClicks: a.uniqueClicks + b.uniqueClicks,
    bots: a.bots + b.bots,
    conversions: a.conversions + b.conversions,
    rejected: a.rejected + b.rejected,
    commissionMinor: a.commissionMinor + b.commissionMinor,
  };
}
