import { calendarOf } from '../../domain/settlement/calendar.ts';
import type { Instant } from '../../domain/time.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../domain/time.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion, ConversionKind } from '../../domain/tracking/conversion.ts';
import type { Folder } from '../folder/folder.ts';
import type { Random } from './random.ts';
import { randomFrom } from './random.ts';
import { dealLines, orderLines } from './sample-orders.ts';
import type { SamplePartner } from './sample-partners.ts';
import { SAMPLE_PARTNERS } from './sample-partners.ts';
import { SAMPLE_PERIOD, SAMPLE_PLAN, SAMPLE_PROGRAM } from './sample-program.ts';
import { sampleReversals } from './sample-reversals.ts';

const SEED = 20_261_001;
const CUSTOMERS = 190;
const ORDERS = 300;

export { SAMPLE_PERIOD };

/** bunpai's own sample: one month of a Japanese tea shop. Always the same. */
export function sampleFolder(): Folder {
  const random = randomFrom(SEED);
  const month = calendarOf(SAMPLE_PROGRAM.timezone).period(SAMPLE_PERIOD);
  const visits: Visit[] = [];
  const orders: Order[] = [];
  for (let number = 0; number < ORDERS; number += 1) {
    const order = orderOf(random, month.start);
    orders.push(order);
    visits.push(...visitsBefore(random, order, month.start));
  }
  // People who look and do not buy.
  for (let number = 0; number < 220; number += 1) {
    const at = momentOf(random, month.start);
    visits.push(...visitsBefore(random, { at, visitorId: `vis_look_${number + 1}`, customerId: null }, month.start));
  }
  orders.push(...ownPurchase(visits, month.start));
  const conversions = conversionsOf(asSeenByShop(orders, visits), month.start);
  return {
    program: SAMPLE_PROGRAM,
    plans: [SAMPLE_PLAN],
    partners: SAMPLE_PARTNERS.map(({ partner }) => partner),
    enrollments: SAMPLE_PARTNERS.map(({ enrollment }) => enrollment),
    coupons: SAMPLE_PARTNERS.flatMap(({ coupon }) => (coupon === null ? [] : [coupon])),
    clicks: clicksOf(visits),
    conversions,
    reversals: sampleReversals(random, conversions, month.end),
    rates: [],
  };
}

interface Visit {
  readonly at: Instant;
  readonly visitorId: string;
  readonly partner: SamplePartner;
  readonly linkId: string;
  readonly isBot: boolean;
}

interface Order {
  readonly at: Instant;
  readonly visitorId: string | null;
  readonly customerId: string | null;
  readonly kind: ConversionKind;
  readonly coupon: string | null;
  readonly partnerId: string | null;
  readonly lines: Conversion['lines'];
}

function orderOf(random: Random, start: Instant): Order {
  const customer = random.whole(1, CUSTOMERS);
  const kind = random.weighted<ConversionKind>([
    [86, 'sale'],
    [8, 'lead'],
    [3, 'signup'],
    [3, 'renewal'],
  ]);
  // Some buy on another device than the one they looked on: only the customer number joins the two.
  const device = random.isTrue(0.12) ? '_phone' : '';
  return {
    at: momentOf(random, start),
    visitorId: `vis_${customer}${device}`,
    customerId: kind === 'sale' && random.isTrue(0.15) ? null : `cus_${customer}`,
    kind,
    coupon: kind === 'sale' && random.isTrue(0.1) ? couponOf(random) : null,
    partnerId: null,
    lines: orderLines(random, kind),
  };
}

/** A moment of the month: more in the evening than at noon, hardly any at night. */
function momentOf(random: Random, start: Instant): Instant {
  const hour = random.weighted([
    [1, random.whole(0, 6)],
    [6, random.whole(7, 11)],
    [8, random.whole(12, 17)],
    [12, random.whole(18, 23)],
  ]);
  const day = random.whole(0, 30);
  return start + day * DAY_MS + hour * HOUR_MS + random.whole(0, 3599) * SECOND_MS;
}

/** As people type it: lower case, with a space, in full width. */
function couponOf(random: Random): string {
  const codes = SAMPLE_PARTNERS.flatMap(({ coupon }) => coupon?.code ?? []);
  const code = random.weighted(codes.map((text, index) => [codes.length - index, text] as const));
  return random.weighted([
    [6, code],
    [2, code.toLowerCase()],
    [1, code.replace(/(\d+)$/, ' $1')],
    [1, code.replace(/[A-Z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))],
  ]);
}

function visitsBefore(
  random: Random,
  { at, visitorId }: Pick<Order, 'at' | 'visitorId' | 'customerId'>,
  start: Instant,
): Visit[] {
  if (visitorId === null) return [];
  const visits: Visit[] = [];
  const count = random.weighted([
    [12, 0],
    [30, 1],
    [28, 2],
    [18, 3],
    [8, 4],
    [4, 6],
  ]);
  for (let number = 0; number < count; number += 1) {
    const partner = random.weighted(SAMPLE_PARTNERS.map((candidate) => [candidate.weight, candidate] as const));
    const ageMs = random.isTrue(0.35) ? random.whole(40, 3600) * SECOND_MS : random.whole(1, 400) * HOUR_MS;
    const visit = {
      at: at - ageMs,
      visitorId,
      partner,
      linkId: random.pick(partner.linkIds),
      isBot: random.isTrue(0.01),
    };
    if (visit.at < start) continue;
    visits.push(visit);
    // A double tap: the same link again within minutes.
    if (random.isTrue(0.05)) visits.push({ ...visit, at: visit.at + random.whole(2, 25) * SECOND_MS });
  }
  return visits;
}

/** A partner buys through its own link; that earns nothing. The won deal and its partner stand here too. */
function ownPurchase(visits: Visit[], start: Instant): Order[] {
  const partner = SAMPLE_PARTNERS.find(({ partner: { partnerId } }) => partnerId === 'ptn_tanaka');
  if (partner === undefined) return [];
  const at = start + 8 * DAY_MS + 21 * HOUR_MS;
  const visitorId = 'vis_tanaka';
  visits.push({ at: at - 240 * SECOND_MS, visitorId, partner, linkId: partner.linkIds[0] ?? '', isBot: false });
  const own = { at, visitorId, customerId: 'cus_tanaka', coupon: null, partnerId: null } as const;
  const deal = { at: start + 5 * DAY_MS + 15 * HOUR_MS, visitorId: null, customerId: 'cus_keihan', coupon: null };
  return [
    { ...own, kind: 'sale', lines: orderLines(randomFrom(SEED), 'sale') },
    { ...deal, kind: 'deal', partnerId: 'ptn_hayashi', lines: dealLines() },
  ];
}

/** A visitor gets an id by following a link; the shop cannot tell the id of somebody who has not yet done so. */
function asSeenByShop(orders: readonly Order[], visits: readonly Visit[]): readonly Order[] {
  const firstVisit = new Map<string, Instant>();
  for (const { at, visitorId } of visits) firstVisit.set(visitorId, Math.min(at, firstVisit.get(visitorId) ?? at));
  return orders.map((order) => {
    const known = order.visitorId === null ? undefined : firstVisit.get(order.visitorId);
    return known !== undefined && known <= order.at ? order : { ...order, visitorId: null };
  });
}

function clicksOf(visits: readonly Visit[]): readonly Click[] {
  const sorted = visits.toSorted((a, b) => a.at - b.at || (a.visitorId < b.visitorId ? -1 : 1));
  return sorted.map(({ at, visitorId, partner, linkId, isBot }, index) => ({
    clickId: `clk_${String(index + 1).padStart(4, '0')}`,
    occurredAt: at,
    visitorId,
    partnerId: partner.partner.partnerId,
    linkId,
    isBot,
  }));
}

function conversionsOf(orders: readonly Order[], start: Instant): readonly Conversion[] {
  const sorted = orders.toSorted((a, b) => a.at - b.at || ((a.customerId ?? '') < (b.customerId ?? '') ? -1 : 1));
  return sorted.map(({ at, ...order }, index) => ({
    conversionId: order.kind === 'deal' ? 'deal_0001' : `ord_${String(1001 + index)}`,
    occurredAt: Math.max(at, start),
    kind: order.kind,
    currency: SAMPLE_PROGRAM.currency,
    visitorId: order.visitorId,
    customerId: order.customerId,
    coupon: order.coupon,
    country: 'JP',
    partnerId: order.partnerId,
    clickId: null,
    lines: order.lines,
    metadata: {},
  }));
}
