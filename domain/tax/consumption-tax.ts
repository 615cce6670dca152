import type { Ratio } from '../money/ratio.ts';
import { add, multiply, ratioOf, times, ZERO } from '../money/ratio.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundProduct, roundRatio } from '../money/round.ts';
import { byText } from '../text-order.ts';
import type { TaxMode } from './tax-profile.ts';

/** How a supply stands in the books of the payer. */
export const TAX_CODES = [
  'JP_QUALIFIED',
  'JP_TRANSITIONAL',
  'JP_NO_CREDIT',
  'JP_REVERSE_CHARGE',
  'JP_OUT_OF_SCOPE',
  'OUT_OF_SCOPE',
  'UNTAXED',
] as const;
export type TaxCode = (typeof TAX_CODES)[number];

/** How a supply is taxed: settled when it becomes fixed, and again used when it is taken back. */
export interface SupplyBasis {
  readonly mode: TaxMode;
  /** A decimal; `0` where no tax is due. */
  readonly rate: string;
  readonly code: TaxCode;
  /** Which part of the tax the payer may credit, a decimal. */
  readonly creditShare: string;
  readonly ruleRows: readonly string[];
}

/** What a document newly fixes, or takes back (negative) with the basis on which it was fixed. */
export interface FixedSupply {
  readonly amountMinor: bigint;
  readonly basis: SupplyBasis;
}

/** All supplies of one rate in a document. The tax was rounded once. */
export interface TaxedRate {
  readonly mode: TaxMode;
  readonly rate: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
  /** What of the tax the payer may credit; fractions are dropped. */
  readonly creditableMinor: bigint;
  readonly parts: readonly TaxedPart[];
}

/** What of a rate has one code. `amountMinor` is as agreed: net in exclusive mode, gross in inclusive. */
export interface TaxedPart {
  readonly code: TaxCode;
  readonly creditShare: string;
  readonly amountMinor: bigint;
  readonly ruleRows: readonly string[];
}

/** The tax that is owed beside the fees: of what was agreed without tax. */
export function taxOnTopMinor(rates: readonly TaxedRate[]): bigint {
  let onTopMinor = 0n;
  for (const { mode, taxMinor } of rates) if (mode === 'exclusive') onTopMinor += taxMinor;
  return onTopMinor;
}

/** What of a rate was bought from who is not registered, with its tax: within the yearly cap of the credit or beyond. */
export function transitionalGross({ mode, rate, parts }: TaxedRate, rounding: RoundingMode): bigint {
  let amountMinor = 0n;
  for (const part of parts)
    if (part.code === 'JP_TRANSITIONAL' || part.code === 'JP_NO_CREDIT') amountMinor += part.amountMinor;
  return mode === 'inclusive' ? amountMinor : amountMinor + roundProduct(ratioOf(rate), amountMinor, rounding);
}

/**
 * The tax of a document: per rate one sum and one rounding (消費税法施行令70条の10). What is taken back lowers the sum of its own
 * original rate; nothing that an earlier document taxed is here again.
 */
export function taxPerRate(
  supplies: readonly FixedSupply[],
  rounding: Exclude<RoundingMode, 'half-even'>,
): readonly TaxedRate[] {
  const groups = Map.groupBy(supplies, ({ basis }) => `${basis.mode} ${basis.rate}`);
  return [...groups].sort(([a], [b]) => byText(a, b)).map(([, group]) => taxedRate(group, rounding));
}

function taxedRate(group: readonly FixedSupply[], rounding: RoundingMode): TaxedRate {
  const [first] = group as readonly [FixedSupply, ...FixedSupply[]];
  const { mode, rate } = first.basis;
  const perUnit = taxPerUnit(mode, ratioOf(rate));
  let amountMinor = 0n;
  let creditable = ZERO;
  for (const supply of group) {
    amountMinor += supply.amountMinor;
    creditable = add(creditable, times(multiply(perUnit, ratioOf(supply.basis.creditShare)), supply.amountMinor));
  }
  const taxMinor = roundProduct(perUnit, amountMinor, rounding);
  const netMinor = mode === 'exclusive' ? amountMinor : amountMinor - taxMinor;
  const isWhole = group.every(
    ({ basis }) => ratioOf(basis.creditShare).numerator === ratioOf(basis.creditShare).denominator,
  );
  return {
    mode,
    rate,
    netMinor,
    taxMinor,
    grossMinor: netMinor + taxMinor,
    creditableMinor: isWhole ? taxMinor : roundRatio(creditable.numerator, creditable.denominator, 'down'),
    parts: partsOf(group),
  };
}

/** Tax on a unit of the agreed amount: the rate, or of a price that contains it rate ÷ (1 + rate). */
function taxPerUnit(mode: TaxMode, { numerator, denominator }: Ratio): Ratio {
  return mode === 'exclusive' ? { numerator, denominator } : { numerator, denominator: denominator + numerator };
}

function partsOf(group: readonly FixedSupply[]): readonly TaxedPart[] {
  const parts = new Map<string, TaxedPart>();
  for (const { amountMinor, basis } of group) {
    const { code, creditShare, ruleRows } = basis;
    const name = `${code} ${creditShare} ${ruleRows.join(' ')}`;
    parts.set(name, { code, creditShare, amountMinor: amountMinor + (parts.get(name)?.amountMinor ?? 0n), ruleRows });
  }
  return [...parts].sort(([a], [b]) => byText(a, b)).map(([, part]) => part);
}
