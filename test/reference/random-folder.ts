import type { Random } from '../../cli/sample/random.ts';
import type { Click, Conversion, Currency, Folder, Line, Partner, Rate, Reversal, Terms } from './folder.ts';
import { minorOf, randomAttribution, randomPlan } from './random-plan.ts';

const DAY = 86_400;
const JOINED = Date.UTC(2026, 7, 1) / 1000;
/** The facts begin at the end of August and end in November: months and a quarter end among them. */
const FIRST = Date.UTC(2026, 7, 28) / 1000;
const DAYS = 88;
/** The last month with facts of its own. */
export const LAST_MONTH = '2026-11';

const RATES: readonly (readonly [Currency, Currency, string])[] = [
  ['JPY', 'USD', '0.0067'],
  ['JPY', 'KWD', '0.0021'],
  ['USD', 'JPY', '149.37'],
  ['EUR', 'JPY', '161.2'],
  ['KWD', 'JPY', '487.123'],
  ['EUR', 'USD', '1.0812'],
  ['KWD', 'USD', '3.2511'],
  ['USD', 'KWD', '0.3071'],
  ['EUR', 'KWD', '0.3322'],
];

/** A program whose rules collide, and few enough partners, customers and visitors that everything meets everything. */
export function randomFolder(random: Random): Folder {
  const currency = random.pick(['JPY', 'JPY', 'USD', 'KWD'] as const);
  const partnerIds = Array.from({ length: random.whole(2, 6) }, (_, place) => `ptn_${place}`);
  const clicks = Array.from({ length: random.whole(15, 60) }, (_, place) => aClick(random, place, partnerIds));
  const conversions = Array.from({ length: random.whole(8, 40) }, (_, place) =>
    aConversion(random, place, { currency, partnerIds, clicks }),
  );
  const plans = random.isTrue(0.35)
    ? [
        randomPlan(random, { version: 1, effectiveFrom: '2026-08-01', currency, partnerIds }),
        randomPlan(random, {
          ...{ version: 2, effectiveFrom: random.pick(['2026-09-10', '2026-10-01']), currency, partnerIds },
        }),
      ]
    : [randomPlan(random, { version: 1, effectiveFrom: '2026-08-01', currency, partnerIds })];
  return {
    program: {
      currency,
      timezone: random.pick(['Asia/Tokyo', 'UTC', 'America/New_York']),
      attribution: randomAttribution(random, partnerIds),
      plans,
      threshold: random.isTrue(0.5) ? 0n : minorOf(random, currency, 300, 900),
    },
    partners: partnerIds.map((_, place) => aPartner(random, place, partnerIds)),
    terms: Array.from({ length: random.whole(0, 6) }, (_, place) => someTerms(random, place, partnerIds)),
    clicks,
    conversions,
    reversals: Array.from({ length: random.whole(0, 14) }, (_, place) => aReversal(random, place, conversions)),
    rates: RATES.filter(([, to]) => to === currency).flatMap((pair) => datedRates(random, pair)),
  };
}

function aPartner(random: Random, place: number, ids: readonly string[]): Partner {
  return {
    id: ids[place] ?? '',
    kind: random.pick(['affiliate', 'creator', 'agency']),
    country: random.pick(['JP', 'US']),
    ...standing(random, place, ids),
    joinedAt: random.isTrue(0.85) ? JOINED : FIRST + 20 * DAY,
    endedAt: random.isTrue(0.9) ? null : FIRST + 60 * DAY,
    coupon: random.isTrue(0.5) ? `CP${place}` : '',
    customer: random.isTrue(0.2) ? `cus_${random.whole(0, 5)}` : '',
  };
}

function someTerms(random: Random, place: number, ids: readonly string[]): Terms {
  const whose = random.whole(0, ids.length - 1);
  // No two at one instant.
  const from = FIRST + random.whole(0, 80) * DAY + place;
  return { partner: ids[whose] ?? '', from, ...standing(random, whose, ids) };
}

function standing(random: Random, place: number, ids: readonly string[]) {
  return {
    status: random.isTrue(0.85) ? ('active' as const) : ('suspended' as const),
    tier: random.pick(['gold', 'silver', '']),
    segment: random.pick(['x', 'y', '']),
    // Only by an earlier one, so that nobody recruits in a circle.
    recruitedBy: place > 0 && random.isTrue(0.5) ? random.pick(ids.slice(0, place)) : '',
  };
}

function aClick(random: Random, place: number, partnerIds: readonly string[]): Click {
  const partner = random.pick(partnerIds);
  return {
    id: `clk_${place}`,
    at: FIRST + random.whole(0, DAYS * DAY),
    visitor: `vis_${random.whole(0, 7)}`,
    partner,
    link: random.isTrue(0.5) ? `lnk_${partner}` : '',
    isBot: random.isTrue(0.05),
  };
}

interface Surroundings {
  readonly currency: Currency;
  readonly partnerIds: readonly string[];
  readonly clicks: readonly Click[];
}

function aConversion(random: Random, place: number, { currency: own, partnerIds, clicks }: Surroundings): Conversion {
  const currency = random.isTrue(0.85) ? own : random.pick(['JPY', 'USD', 'EUR', 'KWD'] as const);
  const most = currency === own ? 3000 : 300;
  return {
    id: `ord_${place}`,
    at: FIRST + random.whole(0, DAYS * DAY),
    kind: random.pick(['sale', 'sale', 'sale', 'lead', 'renewal']),
    visitor: random.isTrue(0.1) ? '' : `vis_${random.whole(0, 7)}`,
    customer: random.isTrue(0.3) ? '' : `cus_${random.whole(0, 5)}`,
    coupon: random.isTrue(0.4) ? '' : random.pick(['CP0', 'CP1', 'CP2', 'cp0', 'ＣＰ１', 'CP 3']),
    country: random.pick(['JP', 'US']),
    currency,
    partner: random.isTrue(0.9) ? '' : random.pick(partnerIds),
    click: random.isTrue(0.85) ? '' : random.pick(clicks).id,
    lines: Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, at) => aLine(random, at, currency, most)),
  };
}

function aLine(random: Random, place: number, currency: Currency, most: number): Line {
  const amount = random.isTrue(0.06) ? 0n : minorOf(random, currency, 1, most);
  return {
    id: String(place + 1),
    product: random.pick(['p1', 'p2', 'p3']),
    category: random.pick(['a', 'b', 'c']),
    quantity: random.whole(1, 4),
    amount,
    tax: random.isTrue(0.5) ? 0n : (amount * 9n) / 100n,
    shipping: random.isTrue(0.5) ? 0n : amount / 20n,
  };
}

function aReversal(random: Random, place: number, conversions: readonly Conversion[]): Reversal {
  const { id, at, lines } = random.pick(conversions);
  const line = random.pick(lines);
  const isWhole = random.isTrue(0.3);
  const all = isWhole ? lines.reduce((sum, { amount }) => sum + amount, 0n) : line.amount;
  return {
    id: `rev_${place}`,
    conversion: random.isTrue(0.95) ? id : 'ord_unknown',
    line: isWhole ? '' : line.id,
    // Some before the sale, some after the month is closed.
    at: at + random.whole(-DAY, 50 * DAY),
    cause: random.pick(['refund', 'chargeback', 'cancellation']),
    // Some take back more than there was.
    amount: random.isTrue(0.35) ? all : BigInt(random.whole(0, Math.max(1, Math.floor(Number(all) * 1.1)))),
    quantity: random.isTrue(0.35) ? 1 : 0,
  };
}

function datedRates(random: Random, [from, to, rate]: (typeof RATES)[number]): readonly Rate[] {
  const every = random.pick([1, 3, 6, 9]);
  return Array.from({ length: Math.ceil((DAYS + 7) / every) }, (_, place) => ({
    date: new Date((FIRST + (place * every - 2) * DAY) * 1000).toISOString().slice(0, 10),
    from,
    to,
    rate,
  }));
}
