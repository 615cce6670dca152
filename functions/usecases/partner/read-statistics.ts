import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { normaliseCoupon } from '../../../domain/partner/coupon.ts';
import type { CountedConversion, Statistics } from '../../../domain/partner/statistics.ts';
import { statisticsCounter } from '../../../domain/partner/statistics.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Decision } from '../../../domain/settlement/decision.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { NotedClick } from '../../store/fact-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited } from '../map-limited.ts';
import { credited } from './list-earned.ts';
import { pagedRows } from './paged-rows.ts';
import type { PartnerGround } from './partner-ground.ts';
import { closedPeriods, monthsOf, partnerGround, requireActivity, requireRange } from './partner-ground.ts';

export const COUNTED_DAYS_MAX = 31;
/** What one answer looks through at most; a partner with more asks for fewer days. */
const CLICKS_READ_MAX = 1_000_000;
const CONVERSIONS_READ_MAX = 10_000;
const AT_ONCE = 32;

export interface StatisticsQuery {
  readonly scope: Scope;
  readonly partnerId: PartnerId;
  /** Business dates, both included. */
  readonly from: string;
  readonly to: string;
}

/** What a period came to for the partner by its close; null while it is not closed. */
export interface PeriodFigures {
  readonly periodId: PeriodId;
  readonly status: string;
  readonly closed: {
    readonly commissionMinor: bigint;
    readonly releasedMinor: bigint;
    readonly payoutMinor: bigint;
    readonly payOn: string | null;
  } | null;
}

export interface PartnerStatistics {
  readonly ground: PartnerGround;
  readonly statistics: Statistics;
  readonly periods: readonly PeriodFigures[];
}

/** Clicks, conversions and commission of a partner over some days: by day, link, coupon and period. */
export async function readStatistics(deps: Deps, query: StatisticsQuery): Promise<PartnerStatistics> {
  const { scope, partnerId, from, to } = query;
  const ground = await partnerGround(deps, scope, partnerId);
  requireActivity(ground);
  requireRange(ground.calendar, query, COUNTED_DAYS_MAX);
  const counter = statisticsCounter();
  await countClicks(deps, ground, datesOf(ground, from, to), counter.addClick);
  for (const conversion of await conversionsOf(deps, ground, query)) counter.addConversion(conversion);
  return { ground, statistics: counter.statistics(), periods: await periodsOf(deps, ground, monthsOf(from, to)) };
}

function datesOf({ calendar }: PartnerGround, from: string, to: string): readonly string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = calendar.dateAfter(date, 1)) dates.push(date);
  return dates;
}

async function countClicks(
  { stores }: Deps,
  { scope, partnerId }: PartnerGround,
  dates: readonly string[],
  add: (date: string, click: NotedClick) => void,
): Promise<void> {
  let read = 0;
  // One date after the other: the clicks of a visitor must come together.
  for (const date of dates) {
    for await (const click of stores.clicks.clicksOfPartner(scope, partnerId, date)) {
      read += 1;
      if (read > CLICKS_READ_MAX && date !== dates[0])
        throw tooMuch({ en: `${CLICKS_READ_MAX} clicks`, ja: `クリックが${CLICKS_READ_MAX}件` });
      add(date, click);
    }
  }
}

async function conversionsOf(
  deps: Deps,
  ground: PartnerGround,
  { scope, partnerId, from, to }: StatisticsQuery,
): Promise<readonly CountedConversion[]> {
  const page = { limit: CONVERSIONS_READ_MAX + 1, cursor: null };
  const { rows } = await pagedRows(deps, { scope, partnerId, months: monthsOf(from, to) }, page);
  if (rows.length > CONVERSIONS_READ_MAX)
    throw tooMuch({ en: `${CONVERSIONS_READ_MAX} conversions`, ja: `コンバージョンが${CONVERSIONS_READ_MAX}件` });
  const found = await mapLimited(rows, AT_ONCE, async ({ conversionId }): Promise<CountedConversion | null> => {
    const each = await credited(deps, ground, conversionId);
    if (each === null) return null;
    const { recorded, decision, review } = each;
    const date = ground.calendar.dateOf(recorded.fact.occurredAt);
    if (date < from || date > to) return null;
    let commissionMinor = 0n;
    for (const line of decision.lines) if (line.partnerId === partnerId) commissionMinor += line.amountMinor;
    return {
      date,
      ...(await cameBy(deps, ground, decision)),
      isRejected: review?.outcome === 'rejected',
      commissionMinor,
    };
  });
  return found.filter((each) => each !== null);
}

/** The partner's last touchpoint that counted says by which link or coupon the customer came. */
async function cameBy(
  { stores }: Deps,
  { scope, partnerId }: PartnerGround,
  { attribution }: Decision,
): Promise<Pick<CountedConversion, 'linkId' | 'coupon'>> {
  const touches = attribution.outcome === 'attributed' ? attribution.touchpoints : [];
  const last = touches.findLast((touch) => touch.partnerId === partnerId);
  if (last === undefined) return { linkId: null, coupon: null };
  if (last.type === 'coupon') return { linkId: null, coupon: normaliseCoupon(last.id) };
  return { linkId: (await stores.clicks.click(scope, last.id))?.linkId ?? null, coupon: null };
}

async function periodsOf(
  deps: Deps,
  ground: PartnerGround,
  months: readonly PeriodId[],
): Promise<readonly PeriodFigures[]> {
  const { program, settlements } = ground;
  const closed = await closedPeriods(deps, ground, months[0] ?? '');
  return months.map((periodId) => {
    const status = settlements.find((record) => record.periodId === periodId)?.status ?? 'open';
    const found = closed.find(({ record }) => record.periodId === periodId);
    if (found === undefined) return { periodId, status, closed: null };
    const { statement, payOn } = found;
    const minor = (text: string) => parseAmount(text, program.currency);
    const figures = {
      commissionMinor: minor(statement.commission),
      releasedMinor: minor(statement.released),
      payoutMinor: minor(statement.payout),
      payOn,
    };
    return { periodId, status, closed: figures };
  });
}

function tooMuch(what: Sentence): DomainError {
  const message = {
    en: `there are more than ${what.en} up to then; ask for fewer days`,
    ja: `この日までの${what.ja}を超えています。日数を減らしてください。`,
  };
  return new DomainError('request.invalid', message, { field: 'to' });
}
