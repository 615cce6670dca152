import { layReversals } from '../../../domain/commission/lay-reversals.ts';
import { traceOf } from '../../../domain/commission/trace-of.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { checkBookedOn, checkCarriedOn, checkDebt, takenBackBy } from '../../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { checkBooks, checkEntry } from '../../../domain/ledger/invariants.ts';
import { parseAmount } from '../../../domain/money/amount.ts';
import { basesOf, creditsIn } from '../../../domain/settlement/book-conversion.ts';
import { readCarry, writeCarry } from '../../../domain/settlement/carry-text.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { movementsOf } from '../../support/balances.ts';

export interface ClosedMonth {
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
}

/** Everything that must hold of any successive closes of a program, whatever its rules; what is wrong, in words. */
export function faultsOfChain(closed: readonly ClosedMonth[]): readonly string[] {
  const faults: string[] = [];
  const posted = new Map<string, bigint>();
  const entryIds = new Set<string>();
  let previous: PeriodResult | null = null;
  for (const { result, terms } of closed) {
    const name = result.period.periodId;
    for (const entry of result.entries) {
      if (entryIds.has(entry.entryId)) faults.push(`${entry.entryId} is there twice`);
      entryIds.add(entry.entryId);
      faults.push(...checkEntry(entry), ...checkBookedOn(entry));
      notePosted(entry, posted);
    }
    faults.push(
      ...debtFaults(result, previous),
      ...bookFaults(result),
      ...heldFaults(result),
      ...chainFaults(result, previous),
    );
    faults.push(...targetFaults(result, posted), ...baseFaults(result, terms), ...outcomeFaults(result));
    faults.push(...reversalFaults(result), ...shareFaults(result));
    faults.push(...statementFaults(result, terms));
    faults.push(...floatsIn(result, name));
    const text = [...writeCarry(result.carry)];
    if ([...writeCarry(readCarry(text))].join('\n') !== text.join('\n')) faults.push(`${name}: the carry is not whole`);
    previous = result;
  }
  return faults;
}

const lineKey = (...parts: readonly (string | null | undefined)[]): string => parts.join('|');

function notePosted(entry: Entry, posted: Map<string, bigint>): void {
  if (entry.cause.type !== 'conversion' || entry.kind === 'release') return;
  for (const { lineId, ruleId, amountMinor } of entry.cause.lines) {
    const key = lineKey(entry.cause.conversionId, entry.partnerId, lineId, ruleId);
    posted.set(key, (posted.get(key) ?? 0n) + amountMinor);
  }
}

/** Debt begins and grows by what is taken back alone, and goes on from month to month. */
function debtFaults({ entries, partners }: PeriodResult, previous: PeriodResult | null): string[] {
  const takenBack = new Map<string, bigint>();
  for (const entry of entries) {
    takenBack.set(entry.partnerId, (takenBack.get(entry.partnerId) ?? 0n) + takenBackBy(entry));
  }
  const before = new Map(previous?.partners.map((partner) => [partner.partnerId, partner]));
  return partners.flatMap((partner) => [
    ...checkDebt(partner, takenBack.get(partner.partnerId) ?? 0n),
    ...checkCarriedOn(partner.partnerId, before.get(partner.partnerId) ?? null, partner),
  ]);
}

/** Held and payable go from opening to closing by exactly the entries. */
function bookFaults({ entries, partners }: PeriodResult): string[] {
  const moved = movementsOf(entries);
  return partners.flatMap((partner) => checkBooks(partner, moved));
}

/** Held is never negative, not even between two entries. */
function heldFaults({ entries, partners }: PeriodResult): string[] {
  const held = new Map(
    partners.map(({ partnerId, openingHeldMinor }) => [`partner/${partnerId}/held`, openingHeldMinor]),
  );
  const faults: string[] = [];
  for (const { entryId, postings } of entries) {
    for (const { from, to, amountMinor } of postings) {
      if (held.has(from)) held.set(from, (held.get(from) ?? 0n) - amountMinor);
      if (held.has(to)) held.set(to, (held.get(to) ?? 0n) + amountMinor);
    }
    for (const [account, minor] of held) if (minor < 0n) faults.push(`${account} is ${minor} after ${entryId}`);
  }
  return faults;
}

function chainFaults(result: PeriodResult, previous: PeriodResult | null): string[] {
  const before = new Map(previous?.partners.map((partner) => [partner.partnerId, partner]));
  return result.partners.flatMap((partner): string[] => {
    const last = before.get(partner.partnerId);
    const isWhole =
      partner.openingMinor === (last?.closingMinor ?? 0n) &&
      partner.openingHeldMinor === (last?.heldMinor ?? 0n) &&
      partner.closingMinor === partner.payableMinor - partner.payoutMinor &&
      partner.heldMinor === partner.openingHeldMinor + partner.commissionMinor - partner.releasedMinor &&
      partner.payoutMinor >= 0n;
    return isWhole ? [] : [`${result.period.periodId}: ${partner.partnerId} does not go on from the last close`];
  });
}

/** What was posted for a line over all closes is its target, and a partner's held balance is what its lines still hold. */
function targetFaults({ carry, period }: PeriodResult, posted: ReadonlyMap<string, bigint>): string[] {
  const faults: string[] = [];
  const held = new Map<string, bigint>();
  for (const { conversion, lines } of carry.booked.values()) {
    for (const line of lines) {
      const { lineId } = conversion.lines[line.position] ?? {};
      const key = lineKey(conversion.conversionId, line.partnerId, lineId, line.payId ?? '');
      const sum = posted.get(key) ?? 0n;
      if (sum !== line.postedMinor) faults.push(`${key}: ${sum} posted, target ${line.postedMinor}`);
      held.set(line.partnerId, (held.get(line.partnerId) ?? 0n) + line.postedMinor - line.releasedMinor);
    }
  }
  for (const [partnerId, { heldMinor }] of carry.partners) {
    const sum = held.get(partnerId) ?? 0n;
    if (sum !== heldMinor) faults.push(`${period.periodId}: ${partnerId} holds ${heldMinor}, its lines ${sum}`);
  }
  return faults;
}

/** Reversals that undo nothing are wholly on the lines or in excess. */
function reversalFaults({ carry, period }: PeriodResult): string[] {
  const faults: string[] = [];
  for (const { conversion, reversals } of carry.booked.values()) {
    if (reversals.some(({ undoes }) => undoes !== undefined)) continue;
    const { laid, excesses } = layReversals(conversion, reversals);
    let left = 0n;
    for (const { amountMinor } of reversals) left += amountMinor;
    for (const { reversedMinor } of laid) left -= reversedMinor;
    for (const { excessMinor } of excesses) left -= excessMinor;
    if (left !== 0n) faults.push(`${period.periodId}: ${left} of the reversals of ${conversion.conversionId} is lost`);
  }
  return faults;
}

/** The parts of a revenue share sum to its one rounded whole. */
function shareFaults({ lines, period }: PeriodResult): string[] {
  const left = new Map<string, bigint>();
  for (const { paid, targetMinor } of lines) {
    if (!paid.line.isShare) continue;
    const { pay } = traceOf(paid.pay, paid.worth);
    if (pay.type !== 'share') continue;
    const key = lineKey(paid.booked.conversion.conversionId, String(paid.line.position), paid.line.payId);
    left.set(key, (left.get(key) ?? pay.wholeMinor) - targetMinor);
  }
  return [...left].flatMap(([key, minor]) =>
    minor === 0n ? [] : [`${period.periodId}: the share ${key} differs from its parts by ${minor}`],
  );
}

/** The credited parts of a line's net base sum to the whole of it. */
function baseFaults({ carry, period }: PeriodResult, terms: ProgramTerms): string[] {
  const faults: string[] = [];
  for (const booked of carry.booked.values()) {
    if (booked.waitsFor !== null || creditsIn(booked.attribution).length === 0) continue;
    for (const [position, { netBaseMinor }] of basesOf(booked, terms).lines.entries()) {
      let sum = 0n;
      for (const line of booked.lines) if (!line.isShare && line.position === position) sum += line.netBaseMinor;
      if (sum === netBaseMinor) continue;
      faults.push(
        `${period.periodId}: ${booked.conversion.conversionId}/${position} has ${sum} of ${netBaseMinor} credited`,
      );
    }
  }
  return faults;
}

function outcomeFaults({ outcomes, period }: PeriodResult): string[] {
  const { recorded, ...others } = outcomes;
  const sum = Object.values(others).reduce((total: number, count) => total + Number(count), 0);
  return sum === recorded ? [] : [`${period.periodId}: ${recorded} conversions have ${sum} outcomes`];
}

/** A statement says what its partner's entries and figures say, and printing it is canonical. */
function statementFaults(result: PeriodResult, terms: ProgramTerms): string[] {
  const faults: string[] = [];
  const { currency } = terms.program;
  const moved = movementsOf(result.entries);
  for (const statement of statementsOf(result, terms)) {
    const minor = (text: string): bigint => parseAmount(text, currency);
    const sum = (texts: readonly string[]): bigint => texts.reduce((total, text) => total + minor(text), 0n);
    const { id } = statement.partner;
    const pairs: [string, bigint, bigint][] = [
      ['posted', sum(statement.lines.map(({ posted }) => posted)), minor(statement.commission)],
      ['released', sum(statement.lines.map(({ released }) => released)), minor(statement.released)],
      ['bonuses', sum(statement.bonuses.map(({ amount }) => amount)), minor(statement.bonus)],
      ['overrides', sum(statement.overrides.map(({ amount }) => amount)), minor(statement.override)],
      [
        'payable',
        sum([statement.opening, statement.released, statement.bonus, statement.override, statement.moved ?? '0']),
        minor(statement.payable),
      ],
      ['closing', minor(statement.payable) - minor(statement.payout), minor(statement.closing)],
      ['held', sum([statement.openingHeld, statement.commission]) - minor(statement.released), minor(statement.held)],
      [
        'held by entries',
        minor(statement.openingHeld) + (moved.get(`partner/${id}/held`) ?? 0n),
        minor(statement.held),
      ],
      [
        'payable by entries',
        minor(statement.opening) + (moved.get(`partner/${id}/payable`) ?? 0n),
        minor(statement.payable),
      ],
    ];
    for (const [what, got, want] of pairs) {
      if (got !== want) faults.push(`${statement.statementId}: ${what} is ${got}, the statement says ${want}`);
    }
    if (JSON.stringify(statement) !== canonical(statement)) faults.push(`${statement.statementId} is not canonical`);
  }
  return faults;
}

const EXACT = /(?:Minor|Weight|numerator|denominator)$/;

/** Money, weights and fractions are bigints, and every number is a whole one: nothing is NaN or rounded in secret. */
function floatsIn(value: unknown, path: string): string[] {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !EXACT.test(path) ? [] : [`${path} is the number ${value}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  const members: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return members.flatMap(([name, member]) => floatsIn(member, `${path}.${String(name)}`));
}
