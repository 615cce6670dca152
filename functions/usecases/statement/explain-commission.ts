import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId, PartnerId, PeriodId } from '../../../domain/ids.ts';
import { formatAmount, parseAmount } from '../../../domain/money/amount.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { openPeriodFor } from '../../../domain/settlement/release-period.ts';
import type { SettlementRecord, SettlementStatus } from '../../../domain/settlement/settlement.ts';
import type { Explanation } from '../../../domain/statement/explanation.ts';
import { explanationOf } from '../../../domain/statement/explanation.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';
import type { StatementSource } from '../../../domain/statement/text/explanation-text.ts';
import { sourceOf } from '../../../domain/statement/text/explanation-text.ts';
import type { ExplainedRefusal, Note } from '../../../domain/statement/text/unearned-text.ts';
import { explainedRefusals, unearnedNotes } from '../../../domain/statement/text/unearned-text.ts';
import type { UnearnedCase, UnearnedReason } from '../../../domain/statement/unearned.ts';
import { isCredited } from '../../../domain/statement/unearned.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { UncountedConversion } from '../../store/run-store.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { expectConversion } from '../facts/decide-conversion.ts';
import { runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';

export interface ExplainCommission {
  readonly scope: Scope;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly conversionId: ConversionId;
}

/** Everything known about the commission of one conversion: what each close made of it, or, before one, what is expected. */
export interface CommissionExplanation {
  readonly conversionId: string;
  /** The program's, of every amount that names no other. */
  readonly currency: string;
  /** The program's, in which text tells times. */
  readonly timezone: string;
  /** The period that took it up, or is expected to, and where its settlement stands. */
  readonly period: { readonly periodId: PeriodId; readonly status: SettlementStatus };
  readonly final: readonly FinalExplanation[];
  readonly provisional: readonly ProvisionalLine[];
  /** Why nothing is earned by it; none where something is. */
  readonly reasons: readonly Note[];
  /** Touchpoints that did not count; to a partner its own. */
  readonly refused: readonly ExplainedRefusal[];
}

export interface FinalExplanation {
  readonly periodId: string;
  readonly partnerId: string;
  readonly conversion: StatementConversion;
  readonly lines: readonly StatementLine[];
  /** Of the statement that the lines stand in. */
  readonly statement: StatementSource;
}

export interface ProvisionalLine {
  readonly lineId: string;
  readonly partnerId: string;
  readonly rule: string | null;
  readonly netBase: string;
  readonly commission: string;
  /** Why it pays nothing, or nothing more; null where it is as it is. */
  readonly reason: string | null;
  /** The rules that do not pay it, each with why. */
  readonly tried: NonNullable<Explanation['tried']>;
}

/**
 * How the commission of a conversion came about, or why there is none. A partner is told of its own lines and touchpoints; where it
 * has none, not even that there is such a conversion.
 */
export async function explainCommission(deps: Deps, command: ExplainCommission): Promise<CommissionExplanation> {
  const { scope, conversionId, partnerId } = command;
  const program = await programOf(deps, scope);
  const recorded = await deps.stores.conversions.conversion(scope, conversionId);
  if (recorded === null) throw partnerId === null ? await notRecorded(deps, command) : notFound(conversionId);
  const settlements = await deps.stores.settlements.settlements(scope);
  const { final, closed } = await closesOf(deps, command, settlements);
  const expected = closed === null ? await expectedOf(deps, scope, recorded.fact) : null;
  const isOwn = (line: { readonly partnerId: string }) => partnerId === null || line.partnerId === partnerId;
  const provisional = (expected?.provisional ?? []).filter(isOwn);
  const decided = closed?.uncounted ?? expected?.decided ?? null;
  const { attribution, waitsFor } = decided ?? { attribution: null, waitsFor: null };
  const refused = explainedRefusals(attribution, partnerId);
  const isForeign = final.length + provisional.length + refused.length === 0 && !isCredited(attribution, partnerId);
  if (partnerId !== null && isForeign) throw notFound(conversionId);

  const { currency, timezone } = program;
  const lines = final.length > 0 ? lastLines(final, currency) : provisional.map((line) => lineCase(line, currency));
  const { fact: conversion } = recorded;
  const coupons = program.attribution.coupon;
  return {
    conversionId,
    currency,
    timezone,
    period: closed?.period ?? periodFor(recorded, program, settlements),
    final,
    provisional,
    reasons: unearnedNotes({ conversion, coupons, attribution, waitsFor, lines, partnerId }, currency),
    refused,
  };
}

function notFound(conversionId: string): DomainError {
  return new DomainError('commission.not-found', {
    en: `there is no commission on a conversion ${conversionId}`,
    ja: `コンバージョン${conversionId}の報酬は見つかりません`,
  });
}

/** Reversals may come first, and wait. */
async function notRecorded({ stores }: Deps, { scope, conversionId }: ExplainCommission): Promise<DomainError> {
  const waiting = await stores.conversions.reversalsOf(scope, conversionId);
  const ids = waiting.map(({ reversalId }) => reversalId).join(', ');
  const wait =
    waiting.length === 0
      ? { en: '', ja: '' }
      : { en: `; reversals wait for it: ${ids}`, ja: `（先に届いた取消: ${ids}）` };
  return new DomainError('commission.not-found', {
    en: `no conversion ${conversionId} is recorded in ${scope.programId}${wait.en}`,
    ja: `コンバージョン${conversionId}は${scope.programId}に登録されていません${wait.ja}`,
  });
}

/** What the closes made of it: the lines of whoever asks, and the first close that took it up; null: none did yet. */
async function closesOf(
  deps: Deps,
  command: ExplainCommission,
  settlements: readonly SettlementRecord[],
): Promise<{ readonly final: readonly FinalExplanation[]; readonly closed: ClosedConversion | null }> {
  const { scope, conversionId, partnerId } = command;
  const { runs } = deps.stores;
  const final: FinalExplanation[] = [];
  let closed: ClosedConversion | null = null;
  for (const settlement of settlements) {
    if (settlement.status !== 'closed') continue;
    const { periodId, status } = settlement;
    const run = runKeyOf(settlement);
    const owners = await runs.partnersOf(scope, run, conversionId);
    const uncounted = await runs.uncounted(scope, run, conversionId);
    if (owners.length > 0 || uncounted !== null) closed ??= { period: { periodId, status }, uncounted };
    for (const owner of owners) {
      if (partnerId !== null && owner !== partnerId) continue;
      const text = await runs.statement(scope, run, owner);
      if (text === null) continue;
      const statement = JSON.parse(text) as Statement;
      const conversion = statement.conversions.find((candidate) => candidate.conversionId === conversionId);
      const lines = statement.lines.filter((line) => line.conversionId === conversionId);
      if (conversion) final.push({ periodId, partnerId: owner, conversion, lines, statement: sourceOf(statement) });
    }
  }
  return { final, closed };
}

interface ClosedConversion {
  readonly period: CommissionExplanation['period'];
  readonly uncounted: UncountedConversion | null;
}

/** What is expected of a conversion that no close took up. */
async function expectedOf(deps: Deps, scope: Scope, conversion: Conversion) {
  const { booked, lines, terms } = await expectConversion(deps, scope, conversion);
  const money = (minor: bigint) => formatAmount(minor, terms.program.currency);
  const provisional = lines.map((paid): ProvisionalLine => {
    const { line, pay, worth } = paid;
    return {
      lineId: conversion.lines[line.position]?.lineId ?? '',
      partnerId: line.partnerId,
      rule: line.payId,
      netBase: money(pay.netBaseMinor),
      commission: money(worth.amountMinor),
      reason: worth.reason,
      tried: explanationOf(paid, terms).tried ?? [],
    };
  });
  return { provisional, decided: booked satisfies UncountedConversion };
}

/** The period whose close is expected to take it up. */
function periodFor(
  { fact, recordedAt }: Recorded<Conversion>,
  { timezone }: Program,
  settlements: readonly SettlementRecord[],
): CommissionExplanation['period'] {
  const own = calendarOf(timezone).periodOf(fact.occurredAt).periodId;
  const open = openPeriodFor(recordedAt, settlements);
  const periodId = open !== null && open > own ? open : own;
  return { periodId, status: settlements.find((each) => each.periodId === periodId)?.status ?? 'open' };
}

type LineCase = UnearnedCase['lines'][number];

/** The last close's word on each line. */
function lastLines(final: readonly FinalExplanation[], currency: string): readonly LineCase[] {
  const last = new Map<string, LineCase>();
  for (const { partnerId, lines } of final) {
    for (const { lineId, rule = null, commission, explanation } of lines) {
      const key = JSON.stringify([partnerId, lineId, rule]);
      last.set(key, lineCase({ commission, reason: explanation.reason ?? null }, currency));
    }
  }
  return [...last.values()];
}

function lineCase({ commission, reason }: Pick<ProvisionalLine, 'commission' | 'reason'>, currency: string): LineCase {
  return { isNothing: parseAmount(commission, currency) === 0n, reason: reason as UnearnedReason | null };
}
