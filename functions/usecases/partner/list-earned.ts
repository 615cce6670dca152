import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { shifted } from '../../../domain/payout/bank-days.ts';
import type { Decision } from '../../../domain/settlement/decision.ts';
import { openPeriodFor, releasePeriodOf } from '../../../domain/settlement/release-period.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { payOnOf } from '../tax/tax-at-close.ts';
import { pagedRows } from './paged-rows.ts';
import type { ClosedPeriod, PartnerGround } from './partner-ground.ts';
import { closedPeriods, monthsOf, partnerGround, requireActivity, requireRange } from './partner-ground.ts';

/** More than a year, so that a year can be asked for from any day on. */
const LISTED_DAYS_MAX = 400;

export interface EarnedQuery {
  readonly scope: Scope;
  readonly partnerId: PartnerId;
  /** Business dates on which they occurred, both included. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly cursor: string | null;
}

/** A conversion of a partner and what becomes of its commission. */
export interface EarnedConversion {
  readonly conversion: Conversion;
  /** Why nothing can be released yet, whatever the hold. */
  readonly awaits: 'rate' | 'review' | null;
  readonly review: Review | null;
  /** Before the first close: what is expected; what volume steps, caps and other sales do to it, only a close can say. */
  readonly isProvisional: boolean;
  readonly lines: readonly EarnedLine[];
}

/** How the money of a line stands: on its way to the partner, or not to come. */
export type PaymentState =
  | 'expected'
  | 'planned'
  | 'on-hold'
  | 'under-way'
  | 'paid'
  | 'returned'
  | 'carried-forward'
  | 'none';

export interface EarnedLine {
  readonly lineId: string;
  readonly rule: string | null;
  readonly commissionMinor: bigint;
  readonly state: 'expected' | 'held' | 'released';
  readonly heldUntil: number | null;
  /** The period whose close released it, or is expected to. */
  readonly releasePeriodId: PeriodId | null;
  readonly payment: PaymentState;
  /** The bank day on which it is expected to be paid; null where nothing is, or nobody can say yet. */
  readonly payOn: string | null;
}

/** One page of what a partner earned by, the latest first; a page may be short and still have a next one. */
export async function listEarned(
  deps: Deps,
  query: EarnedQuery,
): Promise<{
  readonly ground: PartnerGround;
  readonly earned: readonly EarnedConversion[];
  readonly next: string | null;
}> {
  const { scope, partnerId, from, to } = query;
  const ground = await partnerGround(deps, scope, partnerId);
  requireActivity(ground);
  requireRange(ground.calendar, query, LISTED_DAYS_MAX);
  const months = [...monthsOf(from, to)].reverse();
  const { rows, next } = await pagedRows(deps, { scope, partnerId, months }, query);
  const found = await mapLimited(rows, WORK_AT_ONCE, ({ conversionId }) => credited(deps, ground, conversionId));
  const own = found
    .filter((each) => each !== null)
    .filter(({ recorded: { fact } }) => {
      const date = ground.calendar.dateOf(fact.occurredAt);
      return date >= from && date <= to;
    });
  const first = own.map(({ recorded }) => ground.calendar.periodOf(recorded.fact.occurredAt).periodId).sort()[0];
  const closed = first === undefined ? [] : await closedPeriods(deps, ground, first);
  return { ground, earned: own.map((each) => earnedBy(deps, ground, closed, each)), next };
}

/** A conversion whose decision, as it stands, has something for the partner. */
export interface Credited {
  readonly recorded: Recorded<Conversion>;
  readonly decision: Decision;
  readonly review: Review | null;
}

export async function credited(
  { stores: { conversions } }: Deps,
  { scope, partnerId, program }: PartnerGround,
  conversionId: string,
): Promise<Credited | null> {
  const recorded = await conversions.conversion(scope, conversionId);
  if (recorded === null) return null;
  const [decision, review] = await Promise.all([
    conversions.decision(scope, recorded.recordedAt, conversionId),
    program.review === undefined ? null : conversions.review(scope, conversionId),
  ]);
  if (decision === null) return null;
  const { attribution, lines } = decision;
  const credits = attribution.outcome === 'attributed' ? attribution.credits : [];
  const isOwn = [...credits, ...lines].some((each) => each.partnerId === partnerId);
  return isOwn ? { recorded, decision, review } : null;
}

function earnedBy(
  deps: Deps,
  ground: PartnerGround,
  closed: readonly ClosedPeriod[],
  { recorded, decision, review }: Credited,
): EarnedConversion {
  const { program, partnerId, calendar, settlements } = ground;
  const { conversionId, occurredAt } = recorded.fact;
  const isUndecided = program.review !== undefined && review === null;
  const isRejected = review?.outcome === 'rejected';
  const awaits = decision.waitsFor === null ? (isUndecided ? 'review' : null) : 'rate';
  const periods = [
    calendar.periodOf(occurredAt).periodId,
    openPeriodFor(recorded.recordedAt, settlements) ?? '',
    program.review === undefined ? '' : calendar.periodOf(review?.at ?? deps.now()).periodId,
  ];
  const earliest = periods.sort().at(-1) ?? '';
  const expected = (heldUntil: number | null) => {
    if (heldUntil === null || awaits === 'rate' || isRejected) return NOT_TO_COME;
    const releasePeriodId = releasePeriodOf(heldUntil, firstNotClosed(earliest, settlements), calendar);
    return { releasePeriodId, payment: 'expected', payOn: payOnOf(program, releasePeriodId) } as const;
  };
  const today = calendar.dateOf(deps.now());
  const final = finalLines(ground, closed, { conversionId, today, expected });
  const provisional = decision.lines
    .filter((line) => line.partnerId === partnerId)
    .map((line): EarnedLine => {
      const { lineId, ruleId: rule, amountMinor } = line;
      const commissionMinor = isRejected ? 0n : amountMinor;
      const isNothing = commissionMinor === 0n ? NOT_TO_COME : expected(decision.holdUntil);
      return { lineId, rule, commissionMinor, state: 'expected', heldUntil: decision.holdUntil, ...isNothing };
    });
  const isProvisional = final.length === 0;
  return { conversion: recorded.fact, awaits, review, isProvisional, lines: isProvisional ? provisional : final };
}

const NOT_TO_COME = { releasePeriodId: null, payment: 'none', payOn: null } as const;

type Expectation = Pick<EarnedLine, 'releasePeriodId' | 'payment' | 'payOn'>;

interface Asked {
  readonly conversionId: string;
  readonly today: string;
  readonly expected: (heldUntil: number | null) => Expectation;
}

/** What the closes made of it: the latest word on each line, and the first close that released it. */
function finalLines(
  ground: PartnerGround,
  closed: readonly ClosedPeriod[],
  { conversionId, today, expected }: Asked,
): readonly EarnedLine[] {
  const lines = new Map<string, EarnedLine>();
  for (const { record, statement } of closed) {
    const heldUntil = statement.conversions.find((each) => each.conversionId === conversionId)?.heldUntil;
    for (const { conversionId: of, lineId, rule = null, commission, state } of statement.lines) {
      if (of !== conversionId) continue;
      const key = JSON.stringify([lineId, rule]);
      const before = lines.get(key);
      // What was released and taken back in whole is released anew by the close that gives it back.
      const releasePeriodId = (before?.state === 'released' ? before.releasePeriodId : null) ?? record.periodId;
      const held = heldUntil === undefined ? (before?.heldUntil ?? null) : Date.parse(heldUntil);
      const commissionMinor = parseAmount(commission, ground.program.currency);
      const way =
        commissionMinor === 0n
          ? NOT_TO_COME
          : state === 'released'
            ? paidWith(ground, closed, { releasePeriodId, today })
            : expected(held);
      lines.set(key, { lineId, rule, commissionMinor, state, heldUntil: held, ...way });
    }
  }
  return [...lines.values()];
}

/** The payout that a released line goes with: of its own period, or of the first one later that paid what was carried forward. */
function paidWith(
  { program, calendar, settlements }: PartnerGround,
  closed: readonly ClosedPeriod[],
  { releasePeriodId, today }: { readonly releasePeriodId: PeriodId; readonly today: string },
): Expectation {
  const paying = closed.find(
    ({ record, statement }) => record.periodId >= releasePeriodId && statement.outcome === 'paid',
  );
  if (paying === undefined) return { releasePeriodId, payment: 'carried-forward', payOn: null };
  const { periodId } = paying.record;
  const { payOn } = paying;
  if (program.settlement.payout === undefined) {
    const isRun = settlements.some((record) => record.periodId === periodId && record.payoutRunAt !== null);
    // It is paid elsewhere, on the day that was told.
    return { releasePeriodId, payment: isRun && payOn !== null && payOn <= today ? 'paid' : 'planned', payOn };
  }
  const terms = program.settlement.payout;
  if (paying.checkedUntil !== null && paying.payout === 'draft') {
    const paidBy = shifted(calendar.dateOf(paying.checkedUntil), 'after', bankDaysOf(terms.calendar));
    return { releasePeriodId, payment: 'on-hold', payOn: paidBy };
  }
  if (paying.isWaiting && paying.payout === 'draft') return { releasePeriodId, payment: 'on-hold', payOn: null };
  return { releasePeriodId, payment: PAYMENTS[paying.payout ?? 'draft'], payOn };
}

const PAYMENTS = {
  draft: 'planned',
  approved: 'planned',
  cancelled: 'planned',
  remitted: 'under-way',
  confirmed: 'paid',
  returned: 'returned',
} as const satisfies Record<NonNullable<ClosedPeriod['payout']>, PaymentState>;

/** A close that is over releases nothing more. */
function firstNotClosed(earliest: PeriodId, settlements: PartnerGround['settlements']): PeriodId {
  const last = settlements.findLast(({ status }) => status === 'closed')?.periodId;
  return last === undefined || last < earliest
    ? earliest
    : (openPeriodFor(Number.MAX_SAFE_INTEGER, settlements) ?? earliest);
}
