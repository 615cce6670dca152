import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { PayoutStatus } from '../../../domain/payout/payout.ts';
import { isScreening } from '../../../domain/payout/screening-release.ts';
import type { Calendar } from '../../../domain/settlement/calendar.ts';
import { calendarOf, nextPeriodId } from '../../../domain/settlement/calendar.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { runKeyOf } from '../settlement/settlement-record.ts';
import { payOnOf } from '../tax/tax-at-close.ts';
import { programOf } from '../terms/load-terms.ts';

/** A partner in a program, as its own lists and statistics look at it. */
export interface PartnerGround {
  readonly scope: Scope;
  readonly partnerId: PartnerId;
  readonly program: Program;
  readonly calendar: Calendar;
  /** Of the program, by period. */
  readonly settlements: readonly SettlementRecord[];
}

/** Refuses a partner that is not enrolled: the merchant's people may ask for any. */
export async function partnerGround(deps: Deps, scope: Scope, partnerId: PartnerId): Promise<PartnerGround> {
  const [program, enrollment, settlements] = await Promise.all([
    programOf(deps, scope),
    deps.stores.partners.enrollment(scope, partnerId),
    deps.stores.settlements.settlements(scope),
  ]);
  if (enrollment === null) {
    const message = {
      en: `partner ${partnerId} is not enrolled in ${scope.programId}`,
      ja: `パートナー${partnerId}は${scope.programId}に参加していません`,
    };
    throw new DomainError('enrollment.not-found', message, { field: 'partnerId' });
  }
  return { scope, partnerId, program, calendar: calendarOf(program.timezone), settlements };
}

/** Refuses what nothing was noted for. */
export function requireActivity({ program }: PartnerGround): void {
  if (program.partnerActivity === true) return;
  const { programId } = program;
  throw new DomainError('activity.not-noted', {
    en: `program ${programId} lists no clicks and conversions for partners (partnerActivity); statements tell what was earned`,
    ja: `プログラム${programId}はクリックと成果の一覧（partnerActivity）を提供していません。報酬は明細書で確認してください。`,
  });
}

/** What a close said to the partner, and how its payout stands where the program pays by itself. */
export interface ClosedPeriod {
  readonly record: SettlementRecord;
  readonly statement: Statement;
  readonly payout: PayoutStatus | null;
  /** Signs of abuse hold its payout until this instant; null: none does. */
  readonly checkedUntil: Instant | null;
  /** Only something else holds its payout, such as missing bank details: it has no day. */
  readonly isWaiting: boolean;
  /** The day of payment as the document names it; null where it pays nothing. */
  readonly payOn: string | null;
}

/** Statements of closed periods from one on, the oldest first. */
export async function closedPeriods(
  { stores }: Deps,
  { scope, partnerId, program, settlements }: PartnerGround,
  from: PeriodId,
): Promise<readonly ClosedPeriod[]> {
  const found: ClosedPeriod[] = [];
  for (const record of settlements) {
    if (record.status !== 'closed' || record.periodId < from) continue;
    const text = await stores.runs.statement(scope, runKeyOf(record), partnerId);
    if (text === null) continue;
    const statement = JSON.parse(text) as Statement;
    const [payout, steps] = await Promise.all([
      stores.payouts.payout(scope, { periodId: record.periodId, partnerId }),
      stores.documents.steps(scope.merchantId, statement.statementId),
    ]);
    const issued = steps.find((step) => step.kind === 'issued');
    const payOn = statement.outcome === 'paid' ? (issued?.plannedOn ?? payOnOf(program, record.periodId)) : null;
    const reasons = payout?.reasons ?? [];
    const checkedUntil = reasons.find(isScreening)?.until ?? null;
    const isWaiting = checkedUntil === null && reasons.length > 0;
    found.push({ record, statement, payout: payout?.status ?? null, checkedUntil, isWaiting, payOn });
  }
  return found;
}

/** Months of business dates, both ends included. */
export function monthsOf(from: string, to: string): readonly PeriodId[] {
  const months: PeriodId[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextPeriodId(month)) months.push(month);
  return months;
}

/** Refuses a range that is not one, or has more days than one answer may look through. */
export function requireRange(
  calendar: Calendar,
  { from, to }: { readonly from: string; readonly to: string },
  days: number,
): void {
  if (from > to)
    throw new DomainError(
      'request.invalid',
      {
        en: `must not be after "to", ${to}, got ${from}`,
        ja: `to（${to}）以前の日付にしてください（入力値: ${from}）`,
      },
      { field: 'from' },
    );
  if (calendar.dateAfter(from, days) > to) return;
  throw new DomainError(
    'request.invalid',
    {
      en: `must be within ${days} days from ${from}, got ${to}`,
      ja: `${from}から${days}日以内にしてください（入力値: ${to}）`,
    },
    { field: 'to' },
  );
}
