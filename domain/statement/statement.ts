import type { PartnerId } from '../ids.ts';
import { canonical } from '../integrity/canonical.ts';
import { formatAmount } from '../money/amount.ts';
import type { AttributionSettings } from '../partner/program.ts';
import type { Period } from '../settlement/calendar.ts';
import type { PeriodResult } from '../settlement/close-period.ts';
import type { PartnerResult } from '../settlement/partner-result.ts';
import type { SettledLine } from '../settlement/settle-lines.ts';
import type { ProgramTerms } from '../settlement/terms.ts';
import { ENGINE_VERSION } from '../settlement/terms.ts';
import { formatInstant } from '../time.ts';
import type { Explanation } from './explanation.ts';
import { explanationOf } from './explanation.ts';
import type { StatementConversion } from './statement-conversion.ts';
import { conversionsOf } from './statement-conversion.ts';
import type { StatementBonus, StatementOverride } from './statement-extras.ts';
import { statementBonus, statementOverride } from './statement-extras.ts';

/**
 * What a partner gets for a period: opening, every line with its explanation, payout, closing. Amounts are decimal strings in
 * `currency`; members are in alphabetical order, so that `JSON.stringify` of it is canonical.
 */
export interface Statement {
  /** Settings of the program by which journeys become credits. */
  readonly attribution: Readonly<Record<string, unknown>>;
  readonly bonus: string;
  readonly bonuses: readonly StatementBonus[];
  readonly closing: string;
  readonly commission: string;
  readonly conversions: readonly StatementConversion[];
  readonly currency: string;
  readonly engine: string;
  readonly held: string;
  readonly lines: readonly StatementLine[];
  /** Hash of the sealed manifest, which names every fact by its own hash; absent where nothing was sealed. */
  readonly manifest?: string | undefined;
  readonly opening: string;
  readonly openingHeld: string;
  readonly override: string;
  readonly overrides: readonly StatementOverride[];
  /** Why the payout is what it is. */
  readonly outcome: 'paid' | 'below-threshold' | 'debt' | 'nothing-due';
  readonly partner: { readonly id: string; readonly name: string };
  readonly payable: string;
  readonly payout: string;
  readonly period: { readonly end: string; readonly id: string; readonly start: string; readonly timezone: string };
  readonly program: { readonly id: string; readonly name: string };
  readonly released: string;
  readonly schema: 'bunpai/statement/1';
  readonly statementId: string;
  readonly threshold: string;
}

/** One line of a conversion × one rule: what it is worth in all, and what this period posted and released of it. */
export interface StatementLine {
  readonly commission: string;
  readonly conversionId: string;
  readonly explanation: Explanation;
  readonly lineId: string;
  readonly posted: string;
  readonly productId?: string | undefined;
  readonly released: string;
  readonly rule?: string | undefined;
  readonly state: 'held' | 'released';
}

/** The name of a statement: program, period and partner; one each. */
export function statementIdOf(programId: string, periodId: string, partnerId: PartnerId): string {
  return [programId, periodId, partnerId].map(encodeURIComponent).join(':');
}

/** The statement of one partner, or null when the result does not know it. */
export function statementOf(result: PeriodResult, partnerId: PartnerId, terms: ProgramTerms): Statement | null {
  const partner = result.partners.find((candidate) => candidate.partnerId === partnerId);
  if (partner === undefined) return null;
  const own = linesByPartner(result).get(partnerId) ?? [];
  return { ...headOf(partner, own, result.period, terms), lines: own.map((line) => statementLine(line, terms)) };
}

/** A statement whose lines are made while they are read, so that those of a large one never stand in memory together. */
export interface OpenStatement {
  /** All but the lines. */
  readonly head: Statement;
  readonly lines: Iterable<StatementLine>;
}

/** Statements of a result, one partner at a time, so that a large program never stands in memory as text. */
export function* statementsOf(result: PeriodResult, terms: ProgramTerms): Generator<Statement> {
  for (const { head, lines } of openStatementsOf(result, terms)) yield { ...head, lines: [...lines] };
}

/** As `statementsOf`, with the lines of each made one by one. */
export function* openStatementsOf(result: PeriodResult, terms: ProgramTerms): Generator<OpenStatement> {
  const lines = linesByPartner(result);
  for (const partner of result.partners) {
    const own = lines.get(partner.partnerId) ?? [];
    yield { head: headOf(partner, own, result.period, terms), lines: linesOf(own, terms) };
  }
}

function* linesOf(lines: readonly SettledLine[], terms: ProgramTerms): Generator<StatementLine> {
  for (const line of lines) yield statementLine(line, terms);
}

const known = new WeakMap<PeriodResult, ReadonlyMap<PartnerId, readonly SettledLine[]>>();

/** Grouped once per result, however many statements are asked of it. */
function linesByPartner(result: PeriodResult): ReadonlyMap<PartnerId, readonly SettledLine[]> {
  const found = known.get(result);
  if (found !== undefined) return found;
  const lines = new Map<PartnerId, SettledLine[]>();
  for (const line of result.lines) {
    const own = lines.get(line.paid.line.partnerId);
    if (own) own.push(line);
    else lines.set(line.paid.line.partnerId, [line]);
  }
  known.set(result, lines);
  return lines;
}

/** A statement yet without its lines, which keep their place in the order of members. */
function headOf(partner: PartnerResult, lines: readonly SettledLine[], period: Period, terms: ProgramTerms): Statement {
  const { program, directory } = terms;
  const money = (minor: bigint): string => formatAmount(minor, program.currency);
  const { partnerId } = partner;
  return {
    attribution: shownAttribution(program.attribution),
    bonus: money(partner.bonusMinor),
    bonuses: partner.bonuses.map((bonus) => statementBonus(bonus, money)),
    closing: money(partner.closingMinor),
    commission: money(partner.commissionMinor),
    conversions: conversionsOf(partnerId, lines),
    currency: program.currency,
    engine: ENGINE_VERSION,
    held: money(partner.heldMinor),
    lines: [],
    manifest: terms.manifestHash ?? undefined,
    opening: money(partner.openingMinor),
    openingHeld: money(partner.openingHeldMinor),
    outcome: outcomeOf(partner),
    override: money(partner.overrideMinor),
    overrides: partner.overrides.map((override) => statementOverride(override, money)),
    partner: { id: partnerId, name: directory.enrollments.get(partnerId)?.partner.name ?? partnerId },
    payable: money(partner.payableMinor),
    payout: money(partner.payoutMinor),
    period: {
      end: formatInstant(period.end),
      id: period.periodId,
      start: formatInstant(period.start),
      timezone: program.timezone,
    },
    program: { id: program.programId, name: program.name },
    released: money(partner.releasedMinor),
    schema: 'bunpai/statement/1',
    statementId: statementIdOf(program.programId, period.periodId, partnerId),
    threshold: money(program.settlement.thresholdMinor),
  };
}

/** The settings in canonical order, without the partners that they name: a statement names none but its own. */
function shownAttribution({ model, ...settings }: AttributionSettings): Statement['attribution'] {
  const shown = 'directPartners' in model ? { name: model.name } : model;
  return JSON.parse(canonical({ ...settings, model: shown }));
}

function outcomeOf({ payableMinor, payoutMinor }: PartnerResult): Statement['outcome'] {
  if (payoutMinor > 0n) return 'paid';
  if (payableMinor < 0n) return 'debt';
  return payableMinor > 0n ? 'below-threshold' : 'nothing-due';
}

function statementLine(settled: SettledLine, terms: ProgramTerms): StatementLine {
  const { paid } = settled;
  const { conversion } = paid.booked;
  const sold = conversion.lines[paid.line.position];
  const money = (minor: bigint): string => formatAmount(minor, terms.program.currency);
  return {
    commission: money(settled.targetMinor),
    conversionId: conversion.conversionId,
    explanation: explanationOf(paid, terms),
    lineId: sold?.lineId ?? '',
    posted: money(settled.postedMinor),
    productId: sold?.productId ?? undefined,
    released: money(settled.releasedMinor),
    rule: paid.line.payId ?? undefined,
    state: settled.isReleased ? 'released' : 'held',
  };
}
