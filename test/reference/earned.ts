import type { Calendar } from './calendar.ts';
import { laterByMonths } from './calendar.ts';
import type { Conversion, Currency, Folder, Line, Plan, Rule, Share, When } from './folder.ts';
import { DIGITS } from './folder.ts';
import type { Fraction } from './fraction.ts';
import { fraction, NOTHING, ONE, rounded, times, whole } from './fraction.ts';
import type { Journey, Members } from './journeys.ts';
import { inOrder } from './journeys.ts';

/** A line of a conversion, in the currency of the program. */
export interface Sold {
  readonly conversion: Conversion;
  readonly line: Line;
  readonly plan: Plan;
  /** `2026-10`, of the sale. */
  readonly month: string;
  readonly base: bigint;
  readonly credits: ReadonlyMap<string, Fraction>;
}

/** What one partner may earn by one line: by a rule or without one, or by a share. */
export interface Earned {
  readonly sold: Sold;
  readonly partner: string;
  readonly credit: Fraction;
  readonly rule: Rule | null;
  readonly share: Share | null;
}

/** An amount such as `12.50` in minor units. */
export function minorOf(text: string, currency: Currency): bigint {
  return rounded(times(fraction(text), whole(10n ** BigInt(DIGITS[currency]))), 'down');
}

export interface Read {
  readonly folder: Folder;
  readonly calendar: Calendar;
  readonly members: Members;
  readonly journeys: ReadonlyMap<string, Journey>;
}

/** The plan in force on a day; null: before the first. */
export function planOn(day: string, { program }: Folder): Plan | null {
  return program.plans.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? null;
}

/** Units of the program's currency for one of a conversion's; null while there is no rate of its day or the week before it. */
export function rateOf({ currency, at }: Conversion, { folder, calendar }: Pick<Read, 'folder' | 'calendar'>) {
  if (currency === folder.program.currency) return ONE;
  const day = calendar.wall(at).slice(0, 10);
  const earliest = new Date(Date.parse(day) - 7 * 86_400_000).toISOString().slice(0, 10);
  const usable = folder.rates.filter(({ from, date }) => from === currency && date <= day && date >= earliest);
  const [latest] = usable.sort((a, b) => (a.date < b.date ? 1 : -1));
  return latest === undefined ? null : fraction(latest.rate);
}

/** Every line with everyone who may earn by it, in (instant, conversion, line, credit) order: sections 4 and 5 of the rules. */
export function earnedIn(read: Read): readonly Earned[] {
  return inOrder(read.folder.conversions).flatMap((conversion) =>
    soldIn(conversion, read).flatMap((sold) => by(sold, read)),
  );
}

function soldIn(conversion: Conversion, read: Read): readonly Sold[] {
  const { folder, calendar, journeys } = read;
  const wall = calendar.wall(conversion.at);
  const plan = planOn(wall.slice(0, 10), folder);
  const rate = rateOf(conversion, read);
  const journey = journeys.get(conversion.id);
  if (plan === null || rate === null) return [];
  const credits: Sold['credits'] = journey !== undefined && 'credits' in journey ? journey.credits : new Map();
  const units = { above: 10n ** digits(folder.program.currency), below: 10n ** digits(conversion.currency) };
  return conversion.lines.map((line) => {
    const own = line.amount - (plan.base.includeTax ? 0n : line.tax) - (plan.base.includeShipping ? 0n : line.shipping);
    const base = rounded(times(times(whole(own), rate), units), plan.rounding);
    return { conversion, line, plan, month: wall.slice(0, 7), base, credits };
  });
}

function digits(currency: Currency): bigint {
  return BigInt(DIGITS[currency]);
}

function by(sold: Sold, read: Read): readonly Earned[] {
  const { rules, shares } = sold.plan;
  return [
    ...[...sold.credits].map(([partner, credit]) => {
      const matching = rules
        .filter((rule) => isMatch(rule.when, sold, partner, read) && isInTime(rule, sold, partner, read))
        .sort((a, b) => dimensions(b) - dimensions(a));
      return { sold, partner, credit, rule: matching[0] ?? null, share: null };
    }),
    ...shares.flatMap((share) =>
      share.among
        .filter(({ partner }) => isMatch(share.when, sold, partner, read))
        .map(({ partner }) => ({ sold, partner, credit: NOTHING, rule: null, share })),
    ),
  ];
}

function dimensions({ when }: Rule): number {
  return Object.keys(when).length;
}

function isMatch({ minBase, dateRange, ...when }: When, sold: Sold, partner: string, read: Read): boolean {
  const { conversion, line, base } = sold;
  const { folder, calendar, members } = read;
  const one = folder.partners.find(({ id }) => id === partner);
  const standing = members.standing(partner, conversion.at);
  const day = calendar.wall(conversion.at).slice(0, 10);
  const is = {
    ...{ kind: conversion.kind, country: conversion.country, product: line.product, category: line.category },
    ...{
      partner,
      partnerKind: one?.kind,
      partnerCountry: one?.country,
      tier: standing.tier,
      segment: standing.segment,
    },
    customer: isNew(conversion, folder) ? 'new' : 'returning',
    weekday: new Date(day).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' }).toLowerCase(),
  };
  return (
    Object.entries(when).every(([name, values]) => values?.includes(is[name as keyof typeof is] ?? '')) &&
    (minBase === undefined || base >= minorOf(minBase, folder.program.currency)) &&
    (dateRange === undefined || (dateRange.from <= day && day <= dateRange.to))
  );
}

function isNew({ customer, at }: Conversion, { conversions }: Folder): boolean {
  return customer === '' || !conversions.some((other) => other.customer === customer && other.at < at);
}

/** Within the months of a rule from the first conversion of the customer that the partner was credited with. */
function isInTime(
  { months }: Rule,
  { conversion }: Sold,
  partner: string,
  { folder, calendar, journeys }: Read,
): boolean {
  if (months === undefined || conversion.customer === '') return true;
  const first = inOrder(folder.conversions).find(({ id, customer }) => {
    const journey = journeys.get(id);
    return (
      customer === conversion.customer && journey !== undefined && 'credits' in journey && journey.credits.has(partner)
    );
  });
  if (first === undefined || first.id === conversion.id) return true;
  return calendar.wall(conversion.at) < laterByMonths(calendar.wall(first.at), months) && months > 0;
}
