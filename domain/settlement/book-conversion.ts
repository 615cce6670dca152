import { attribute } from '../attribution/attribute.ts';
import type { Attribution, Credit } from '../attribution/attribution.ts';
import type { LineBase } from '../commission/base.ts';
import { lineBases } from '../commission/base.ts';
import type { RuleChoice, RuleSubject } from '../commission/choose-rule.ts';
import { chooseRule, unmatchedDimension } from '../commission/choose-rule.ts';
import type { CompiledPlan } from '../commission/compile-plan.ts';
import { minorFactor, rateFor } from '../commission/exchange.ts';
import type { ClickId, CustomerId, PartnerId } from '../ids.ts';
import { termsAt } from '../partner/enrollment.ts';
import { DAY_MS } from '../time.ts';
import type { Click } from '../tracking/click.ts';
import type { Conversion, ConversionLine } from '../tracking/conversion.ts';
import type { BookedConversion, BookedLine } from './booked.ts';
import type { CustomerBook, FirstCredited } from './carry.ts';
import type { HashedConversion } from './facts.ts';
import { byOccurrence } from './facts.ts';
import { afterNegotiated, negotiatedAt } from './negotiated.ts';
import type { ProgramTerms } from './terms.ts';
import { termsPlanAt, termsPlanOf } from './terms.ts';

/** What is known of customers before a conversion is decided. */
export type CustomerMemory = (customerId: CustomerId) => CustomerBook | null;

/** Decides a conversion: who is credited, under which plan, and which rule pays each line for each partner. */
export function bookConversion(
  { conversion, factHash }: Pick<HashedConversion, 'conversion' | 'factHash'>,
  clicks: readonly Click[],
  terms: ProgramTerms,
  customers: CustomerMemory,
  used: ReadonlySet<ClickId>,
): BookedConversion {
  const customer = conversion.customerId === null ? null : customers(conversion.customerId);
  const { renewals } = terms.program.attribution;
  const bound = renewals === 'bound' ? boundBefore(conversion, customer) : [];
  const knowledge = { milestones: customer?.milestones ?? [], fit: terms.fit, bound, used };
  const attribution = attribute(conversion, clicks, terms.program.attribution, terms.directory, knowledge);
  const plan = termsPlanAt(terms, conversion.occurredAt);
  const booked: BookedConversion = {
    conversion,
    factHash,
    attribution,
    planVersion: plan.plan.version,
    customer: customer !== null && customer.firstSeenAt < conversion.occurredAt ? 'returning' : 'new',
    firstCredited: creditsIn(attribution).map(({ partnerId }) => {
      const first: FirstCredited | undefined = customer?.firstCredited.get(partnerId);
      return { partnerId, at: first?.at ?? conversion.occurredAt, isThis: first === undefined };
    }),
    rate: null,
    waitsFor: null,
    holdUntil: conversion.occurredAt + plan.plan.holdDays * DAY_MS,
    reversals: [],
    lines: [],
  };
  return openLines(booked, terms);
}

/** Who has the customer's renewals: those credited with its first credited conversion, if that was before this one. */
function boundBefore({ occurredAt, conversionId }: Conversion, customer: CustomerBook | null): readonly Credit[] {
  const binding = customer?.binding;
  const isBefore =
    binding !== undefined &&
    byOccurrence({ occurredAt: binding.at, id: binding.conversionId }, { occurredAt, id: conversionId }) < 0;
  return isBefore ? binding.credits : [];
}

/** The clicks that counted for a conversion: those of its journey, whoever the model credited. */
export function clicksCounted(attribution: Attribution): readonly ClickId[] {
  if (attribution.outcome !== 'attributed') return [];
  return attribution.touchpoints.flatMap(({ type, id }) => (type === 'click' ? [id] : []));
}

/** Gives a conversion its lines, once its exchange rate is known; without one it goes on waiting. */
export function openLines(booked: BookedConversion, terms: ProgramTerms): BookedConversion {
  const { conversion } = booked;
  const isForeign = conversion.currency !== terms.program.currency;
  const rate = isForeign ? rateFor(conversion, terms.program.currency, terms.rates, terms.calendar) : null;
  if (isForeign && rate === null) return { ...booked, waitsFor: 'rate.missing' };
  // Most are in the program's currency, and need no copy to be priced.
  const priced = rate === booked.rate ? booked : { ...booked, rate };
  const { lines } = basesOf(priced, terms);
  const plan = termsPlanOf(terms, booked.planVersion);
  const opened = conversion.lines.flatMap((line, at) => linesAt(priced, plan, line, at, lines[at], terms));
  // A copy has no room to grow, which the list of every conversion would keep for sixteen more.
  return { ...priced, waitsFor: null, lines: opened.slice() };
}

/** Bases of the conversion's lines after all reversals known. */
export function basesOf(booked: BookedConversion, terms: ProgramTerms): ReturnType<typeof lineBases> {
  const { plan } = termsPlanOf(terms, booked.planVersion);
  const bases = lineBases(
    booked.conversion,
    booked.reversals,
    plan,
    booked.rate === null ? null : minorFactor(booked.rate),
  );
  return booked.review?.outcome === 'rejected' ? { ...bases, lines: bases.lines.map(rejectedBase) } : bases;
}

/** Nothing of a rejected conversion counts, like of one that was reversed in full. */
function rejectedBase(base: LineBase): LineBase {
  return { ...base, takenBackMinor: base.baseMinor, netBaseMinor: 0n, isLive: false, quantity: 0 };
}

/** Who is credited; nobody where nothing was attributed. */
export function creditsIn(attribution: Attribution): readonly Credit[] {
  return attribution.outcome === 'attributed' ? attribution.credits : [];
}

/** The rule that pays a line for a credited partner, with how the others fared. */
export function ruleFor(
  booked: BookedConversion,
  line: ConversionLine,
  baseMinor: bigint,
  partnerId: PartnerId,
  terms: ProgramTerms,
): RuleChoice {
  const { rules } = termsPlanOf(terms, booked.planVersion);
  const subject = subjectOf(booked, line, baseMinor, partnerId, terms);
  const own = negotiatedAt(terms.negotiated, partnerId, booked.conversion.occurredAt);
  const choosePlans = (): RuleChoice => chooseRule(rules, subject, terms.calendar);
  if (own.length === 0) return choosePlans();
  return afterNegotiated(chooseRule(own, subject, terms.calendar), rules, choosePlans);
}

function linesAt(
  booked: BookedConversion,
  plan: CompiledPlan,
  line: ConversionLine,
  position: number,
  base: LineBase | undefined,
  terms: ProgramTerms,
): BookedLine[] {
  const baseMinor = base?.baseMinor ?? 0n;
  const opened: BookedLine[] = creditsIn(booked.attribution).map(({ partnerId }) => {
    const { rule } = ruleFor(booked, line, baseMinor, partnerId, terms);
    return newLine(position, partnerId, rule?.id ?? null, false);
  });
  for (const share of plan.shares) {
    const subject = subjectOf(booked, line, baseMinor, null, terms);
    if (unmatchedDimension(share.when, subject, terms.calendar) !== null) continue;
    for (const { partnerId } of share.among) opened.push(newLine(position, partnerId, share.id, true));
  }
  return opened;
}

/** A line as booking opens it, before anything is posted. */
export function newLine(position: number, partnerId: PartnerId, payId: string | null, isShare: boolean): BookedLine {
  return {
    position,
    partnerId,
    payId,
    isShare,
    netBaseMinor: 0n,
    quantity: 0,
    isLive: false,
    postedMinor: 0n,
    releasedMinor: 0n,
    isReleased: false,
    isOpen: false,
    frozen: null,
  };
}

function subjectOf(
  booked: BookedConversion,
  line: ConversionLine,
  baseMinor: bigint,
  partnerId: PartnerId | null,
  { directory, calendar }: ProgramTerms,
): RuleSubject {
  const { conversion } = booked;
  const enrollment = partnerId === null ? undefined : directory.enrollments.get(partnerId);
  return {
    conversion,
    line,
    baseMinor,
    customer: booked.customer,
    partner: enrollment?.partner ?? null,
    terms: enrollment ? termsAt(enrollment, conversion.occurredAt) : null,
    isWithinMonths: (months) => {
      const first = booked.firstCredited.find((credited) => credited.partnerId === partnerId);
      if (first === undefined || first.isThis) return true;
      return months > 0 && conversion.occurredAt < calendar.monthsAfter(first.at, months);
    },
  };
}
