import type { LineBase } from '../commission/base.ts';
import { capProgram } from '../commission/cap-program.ts';
import type { CompiledPlan, CompiledRule } from '../commission/compile-plan.ts';
import type { PayLine, Worth } from '../commission/pay-line.ts';
import { ruleOf } from '../commission/pay-line.ts';
import { linePayer, payLines } from '../commission/pay-lines.ts';
import type { Courses } from '../commission/volume-window.ts';
import { countToTheEnd } from '../commission/volume-window.ts';
import type { PartnerId } from '../ids.ts';
import { allocate } from '../money/allocate.ts';
import type { Instant } from '../time.ts';
import { basesOf, creditsIn } from './book-conversion.ts';
import type { BookedConversion, BookedLine } from './booked.ts';
import type { Carry } from './carry.ts';
import { EMPTY_PARTNER } from './carry.ts';
import { negotiatedRule } from './negotiated.ts';
import type { ProgramTerms } from './terms.ts';
import { termsPlanOf } from './terms.ts';

/** One line under recalculation: as the last close left it, and what it is worth now. */
export interface PaidLine {
  readonly booked: BookedConversion;
  readonly line: BookedLine;
  readonly base: LineBase;
  readonly pay: PayLine;
  worth: Worth;
}

/** All lines of some booked conversions with their targets. Conversions come in (occurredAt, id) order, and so do their lines. */
export function payBook(
  conversions: readonly BookedConversion[],
  carry: Pick<Carry, 'partners' | 'windows'>,
  terms: ProgramTerms,
): readonly PaidLine[] {
  const lines = prepared(conversions, terms);
  const byPartner = new Map<PartnerId, PaidLine[]>();
  for (const paid of lines) {
    const own = byPartner.get(paid.line.partnerId);
    if (own) own.push(paid);
    else byPartner.set(paid.line.partnerId, [paid]);
  }
  for (const [partnerId, own] of byPartner) {
    const worths = payLines(
      own.map(({ pay }) => pay),
      windowsOf(partnerId, carry),
    );
    giveWorths(own, worths);
  }
  const capped = capProgram(lines, carry.windows);
  if (capped.size > 0) for (const paid of lines) paid.worth = capped.get(paid.pay) ?? paid.worth;
  tellRejected(lines);
  return lines;
}

/**
 * Pays the lines of one partner part after part, for one that has too many to stand in memory: `parts` gives its conversions
 * from the first on, each time it is asked. Not for plans with caps of the whole program, which all partners' lines share.
 */
export function partnerPayer(
  partnerId: PartnerId,
  parts: () => Iterable<readonly BookedConversion[]>,
  carry: Pick<Carry, 'partners'>,
  terms: ProgramTerms,
): (conversions: readonly BookedConversion[]) => readonly PaidLine[] {
  const closed = windowsOf(partnerId, carry);
  const payLinesOf = (lines: readonly PaidLine[]) => lines.map(({ pay }) => pay);
  const endsOf = (): Courses => {
    const courses: Courses = new Map();
    for (const part of parts()) countToTheEnd(courses, payLinesOf(prepared(part, terms)), closed);
    return courses;
  };
  const pay = linePayer(closed, endsOf);
  return (conversions) => {
    const lines = prepared(conversions, terms);
    giveWorths(lines, pay(payLinesOf(lines)));
    tellRejected(lines);
    return lines;
  };
}

function prepared(conversions: readonly BookedConversion[], terms: ProgramTerms): readonly PaidLine[] {
  const lines: PaidLine[] = [];
  for (const booked of conversions) lines.push(...preparedLines(booked, basesOf(booked, terms).lines, terms));
  return lines;
}

function windowsOf(partnerId: PartnerId, carry: Pick<Carry, 'partners'>) {
  return (carry.partners.get(partnerId) ?? EMPTY_PARTNER).windows;
}

function giveWorths(lines: readonly PaidLine[], worths: readonly Worth[]): void {
  for (const [index, paid] of lines.entries()) paid.worth = worths[index] ?? paid.worth;
}

/** A rejected conversion counts like one that was reversed in full; its lines say what it was. */
function tellRejected(lines: readonly PaidLine[]): void {
  for (const paid of lines) {
    const isRejected = paid.booked.review?.outcome === 'rejected' && paid.worth.reason === 'fully-reversed';
    if (isRejected) paid.worth = { ...paid.worth, reason: 'rejected' };
  }
}

const UNPAID: Worth = { metricMinor: 0n, roundedMinor: 0n, cap: null, amountMinor: 0n, reason: 'no-rule' };

function preparedLines(booked: BookedConversion, bases: readonly LineBase[], terms: ProgramTerms): PaidLine[] {
  const plan = termsPlanOf(terms, booked.planVersion);
  const credits = creditsIn(booked.attribution);
  const weights = credits.map(({ creditWeight }) => creditWeight);
  let creditTotalWeight = 0n;
  for (const weight of weights) creditTotalWeight += weight;
  const { conversion } = booked;
  const periodId = terms.calendar.periodOf(conversion.occurredAt).periodId;
  const parts = bases.map(({ netBaseMinor }) => (weights.length > 0 ? allocate(netBaseMinor, weights) : []));

  const paid: PaidLine[] = [];
  for (const line of booked.lines) {
    const base = bases[line.position];
    if (base === undefined) continue;
    // The partner of a share need not be credited: its place is -1, where nobody stands.
    const place = credits.findIndex(({ partnerId }) => partnerId === line.partnerId);
    const pay = paysBy(line, plan, conversion.occurredAt, terms);
    const rule = ruleOf(pay);
    const payLine: PayLine = {
      conversionId: conversion.conversionId,
      occurredAt: conversion.occurredAt,
      customerId: conversion.customerId,
      position: line.position,
      partnerId: line.partnerId,
      pay,
      rounding: plan.plan.rounding,
      netBaseMinor: line.isShare ? base.netBaseMinor : (parts[line.position]?.[place] ?? 0n),
      isLive: base.isLive,
      quantity: base.quantity,
      credits,
      creditWeight: weights[place] ?? 0n,
      creditTotalWeight,
      volumeWindow: rule === null ? null : volumeWindowOf(rule, conversion.occurredAt, terms),
      periodId,
      frozen: line.frozen,
    };
    paid.push({ booked, line, base, pay: payLine, worth: UNPAID });
  }
  return paid;
}

function paysBy(line: BookedLine, plan: CompiledPlan, at: Instant, terms: ProgramTerms): PayLine['pay'] {
  const { payId, partnerId } = line;
  if (payId === null) return null;
  const rule = terms.negotiated.size === 0 ? null : negotiatedRule(terms.negotiated, { payId, partnerId }, at);
  if (rule !== null) return { rule };
  return (line.isShare ? plan.shareById : plan.ruleById).get(payId) ?? null;
}

function volumeWindowOf(rule: CompiledRule, at: Instant, terms: ProgramTerms): string | null {
  if (rule.pay.type !== 'volume') return null;
  return terms.calendar.windowOf(at, rule.pay.volume.window).periodId;
}

/** When the last window of a line's rule ends: from then on it is frozen. Null: it has none, and follows its target for ever. */
export function windowsEnd(rule: CompiledRule | null, at: Instant, terms: ProgramTerms): Instant | null {
  if (rule === null) return null;
  const ends: Instant[] = [];
  if (rule.pay.type === 'volume') ends.push(terms.calendar.windowOf(at, rule.pay.volume.window).end);
  if (rule.cap?.per === 'partner-period' || rule.cap?.per === 'program-period') {
    ends.push(terms.calendar.periodOf(at).end);
  }
  if (rule.cap?.per === 'customer') ends.push(Number.MAX_SAFE_INTEGER);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The rule that pays a line; null for a share's line and for one that nothing pays. */
export function ruleOfLine(
  line: BookedLine,
  plan: CompiledPlan,
  at: Instant,
  terms: ProgramTerms,
): CompiledRule | null {
  return ruleOf(paysBy(line, plan, at, terms));
}
