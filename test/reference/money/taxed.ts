import type { Fraction, Rounding } from '../fraction.ts';
import { fraction, NOTHING, over, plus, rounded, times, whole } from '../fraction.ts';
import type { MoneyHistory, Payer, Profile } from './history.ts';
import { payerOn } from './history.ts';

/** How a supply is taxed, and which part of its tax the payer may credit. */
export interface Basis {
  readonly isIncluded: boolean;
  readonly rate: string;
  readonly share: string;
}

/** A part of a document: newly fixed when above zero, taken back below. */
export interface Supply {
  readonly minor: bigint;
  readonly basis: Basis;
}

export interface Taxed {
  /** Tax of all rates; of that what stands on top of the fees. */
  readonly taxMinor: bigint;
  readonly onTopMinor: bigint;
  readonly grossMinor: bigint;
  readonly creditableMinor: bigint;
  /** By rate and whether it is included, such as `0.1 included`: the tax of each. */
  readonly rates: ReadonlyMap<string, bigint>;
}

export const UNTAXED: Basis = { isIncluded: false, rate: '0', share: '0' };

const FEES = '0.1';
/** 経過措置: what may be credited of tax paid to who is not registered, by the day of the supply. */
const TRANSITIONAL = [
  ['2031-10-01', '0'],
  ['2030-10-01', '0.3'],
  ['2028-10-01', '0.5'],
  ['2026-10-01', '0.7'],
  ['2023-10-01', '0.8'],
] as const;

/** On which basis something is supplied on a day; without a payer or a profile no tax is computed. */
export function basisOn(history: MoneyHistory, day: string, profile: Profile | null): Basis {
  if (profile === null || payerOn(history, day) === null) return UNTAXED;
  // Ad services of foreign businesses are under the reverse charge, their other services abroad are no concern of the tax.
  if (!profile.isJapanResident) return UNTAXED;
  const { newRate } = history;
  const rate = newRate !== null && newRate.from <= day ? newRate.rate : FEES;
  const isIncluded = profile.taxMode === 'inclusive';
  const isQualified = profile.registration === 'registered' || profile.registration === 'not-checked';
  if (isQualified) return { isIncluded, rate, share: '1' };
  const [, share] = TRANSITIONAL.find(([from]) => from <= day) ?? ['', '1'];
  return { isIncluded, rate, share };
}

/** The most of which tax may be credited in a year of accounts for one supplier that is not registered, with its tax. */
export function mostCredited(yearBegins: string): bigint {
  return yearBegins >= '2026-10-01' ? 100_000_000n : 1_000_000_000n;
}

/** What a document newly fixes, as far as its tax may be credited within the year, and what is beyond. */
export function withinMost(
  minor: bigint,
  basis: Basis,
  leftMinor: bigint,
  payer: Pick<Payer, 'taxRounding'>,
): readonly Supply[] {
  const grossMinor = transitionalGross([{ minor, basis }], payer);
  if (!isTransitional(basis) || grossMinor <= leftMinor) return [{ minor, basis }];
  const inside = leftMinor > 0n ? (minor * leftMinor) / grossMinor : 0n;
  return [
    { minor: inside, basis },
    { minor: minor - inside, basis: { ...basis, share: '0' } },
  ];
}

/** Purchases from who is not registered, with their tax, which a document has once for each rate. */
export function transitionalGross(supplies: readonly Supply[], { taxRounding }: Pick<Payer, 'taxRounding'>): bigint {
  const transitional = supplies.filter(({ basis }) => isTransitional(basis));
  return [...byRate(transitional).values()].reduce((sum, group) => {
    const minor = sumOf(group);
    const basis = group[0]?.basis ?? UNTAXED;
    return sum + (basis.isIncluded ? minor : minor + rounded(taxIn(whole(minor), basis), taxRounding));
  }, 0n);
}

const isTransitional = ({ rate, share }: Basis): boolean => rate !== '0' && share !== '1';

/** Consumption tax once per document and rate; of tax that may be credited in part the exact sum, without its fraction. */
export function taxed(supplies: readonly Supply[], { taxRounding }: Pick<Payer, 'taxRounding'>): Taxed {
  const rates = new Map<string, bigint>();
  let [taxMinor, onTopMinor, grossMinor, creditableMinor] = [0n, 0n, 0n, 0n];
  for (const [name, group] of byRate(supplies)) {
    const minor = sumOf(group);
    const tax = rounded(taxIn(whole(minor), group[0]?.basis ?? UNTAXED), taxRounding);
    if (name !== '0') rates.set(name, tax);
    taxMinor += tax;
    const isIncluded = group[0]?.basis.isIncluded === true;
    if (!isIncluded) onTopMinor += tax;
    grossMinor += isIncluded ? minor : minor + tax;
    creditableMinor += creditable(group, tax);
  }
  return { taxMinor, onTopMinor, grossMinor, creditableMinor, rates };
}

function byRate(supplies: readonly Supply[]): ReadonlyMap<string, readonly Supply[]> {
  return Map.groupBy(supplies, ({ basis: { rate, isIncluded } }) => `${rate}${isIncluded ? ' included' : ''}`);
}

function sumOf(supplies: readonly Supply[]): bigint {
  return supplies.reduce((sum, { minor }) => sum + minor, 0n);
}

function creditable(group: readonly Supply[], tax: bigint): bigint {
  if (group.every(({ basis }) => basis.share === '1')) return tax;
  const exact = group.reduce(
    (sum, { minor, basis }) => plus(sum, times(taxIn(whole(minor), basis), fraction(basis.share))),
    NOTHING,
  );
  return rounded(exact, 'down' satisfies Rounding);
}

function taxIn(amount: Fraction, { rate, isIncluded }: Basis): Fraction {
  const tax = times(amount, fraction(rate));
  return isIncluded ? over(tax, plus(whole(1n), fraction(rate))) : tax;
}
