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
import { lineRow } from './line-text.ts';
import type { StatementConversion } from './statement-conversion.ts';
import { conversionsOf } from './statement-conversion.ts';
import type { StatementBonus, StatementOverride } from './statement-extras.ts';
import { statementBonus, statementOverride } from './statement-extras.ts';
import type { StatementMovement } from './statement-movements.ts';
import { statementMovement } from './statement-movements.ts';

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
  /** What adjustments, balances taken over and the reserve did to the payable in all; absent without any. */
  readonly moved?: string | undefined;
  readonly movements?: readonly StatementMovement[] | undefined;
  readonly opening: string;
  readonly openingHeld: string;
  /** Kept back before and after; absent when nothing is. */
  readonly openingReserve?: string | undefined;
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
  readonly reserve?: string | undefined;
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

/** Statements of a result, one partner at a time, so that a large program never stands in memory as text. */
export function* statementsOf(result: PeriodResult, terms: ProgramTerms): Generator<Statement> {
  const lines = linesByPartner(result.lines);
  for (const partner of result.partners) {
    yield wholeStatement(partner, lines.get(partner.partnerId) ?? [], result.period, terms);
  }
}

function wholeStatement(
  partner: PartnerResult,
  lines: readonly SettledLine[],
  period: Period,
  terms: ProgramTerms,
): Statement {
  return {
    ...statementHead(partner, period, terms),
    conversions: [...conversionsOf(partner.partnerId, lines)],
    lines: lines.map((line) => statementLine(line, terms)),
  };
}

const known = new WeakMap<readonly SettledLine[], ReadonlyMap<PartnerId, readonly SettledLine[]>>();

/** Lines by partner, grouped once, however many statements are asked of them. */
export function linesByPartner(lines: readonly SettledLine[]): ReadonlyMap<PartnerId, readonly SettledLine[]> {
  const found = known.get(lines);
  if (found !== undefined) return found;
  const grouped = new Map<PartnerId, SettledLine[]>();
  for (const line of lines) {
    const own = grouped.get(line.paid.line.partnerId);
    if (own) own.push(line);
    else grouped.set(line.paid.line.partnerId, [line]);
  }
  known.set(lines, grouped);
  return grouped;
}

/** A statement yet without its conversions and lines, which keep their places in the order of members. */
export function statementHead(partner: PartnerResult, period: Period, terms: ProgramTerms): Statement {
  const { program, directory } = terms;
  const money = (minor: bigint): string => formatAmount(minor, program.currency);
  const { partnerId } = partner;
  const hasReserve = partner.openingReserveMinor !== 0n || partner.reserveMinor !== 0n;
  return {
    attribution: shownAttribution(program.attribution),
    bonus: money(partner.bonusMinor),
    bonuses: partner.bonuses.map((bonus) => statementBonus(bonus, money)),
    closing: money(partner.closingMinor),
    commission: money(partner.commissionMinor),
    conversions: [],
    currency: program.currency,
    engine: ENGINE_VERSION,
    held: money(partner.heldMinor),
    lines: [],
    manifest: terms.manifestHash ?? undefined,
    moved: partner.movements.length === 0 ? undefined : money(partner.movedMinor),
    movements: movementsOf(partner, money),
    opening: money(partner.openingMinor),
    openingHeld: money(partner.openingHeldMinor),
    openingReserve: hasReserve ? money(partner.openingReserveMinor) : undefined,
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
    reserve: hasReserve ? money(partner.reserveMinor) : undefined,
    schema: 'bunpai/statement/1',
    statementId: statementIdOf(program.programId, period.periodId, partnerId),
    threshold: money(program.settlement.thresholdMinor),
  };
}

function movementsOf({ movements }: PartnerResult, money: (minor: bigint) => string): Statement['movements'] {
  return movements.length === 0 ? undefined : movements.map((movement) => statementMovement(movement, money));
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
  const { conversionId, lineId, productId, rule, commission, posted, released, state } = lineRow(settled, terms);
  const explanation = explanationOf(settled.paid, terms);
  return { commission, conversionId, explanation, lineId, posted, productId, released, rule, state };
}
