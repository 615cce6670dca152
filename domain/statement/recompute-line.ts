import { minorFactor } from '../commission/exchange.ts';
import { Broken } from '../errors.ts';
import { allocate } from '../money/allocate.ts';
import { parseAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import { greater, lesser } from '../money/lesser.ts';
import type { Ratio } from '../money/ratio.ts';
import { add, formatRatio, multiply, ratioOf, ZERO } from '../money/ratio.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundRatio } from '../money/round.ts';
import type { ExplainedBase, ExplainedPay, Explanation } from './explanation.ts';
import type { StatementLine } from './statement.ts';
import type { StatementConversion } from './statement-conversion.ts';

/** An amount that does not come out of what explains it. */
export interface WrongAmount {
  readonly member: string;
  readonly says: string;
  /** In the same unit as `says`. */
  readonly computed: string;
}

/** Compares what stands in a statement with what comes out. */
export type Compare = (member: string, says: string, computedMinor: bigint) => void;

/** A line with what its explanation refers to, and who is told what does not come out. */
export interface LineToRecompute {
  readonly line: StatementLine;
  readonly conversion: StatementConversion;
  readonly currency: Currency;
  readonly compare: Compare;
  readonly wrong: (amount: WrongAmount) => void;
}

/** Computes a line from its explanation alone: base, partner's part, value, rounding, cap. */
export function recomputeLine(given: LineToRecompute): void {
  const { line, conversion, currency, compare, wrong } = given;
  const { explanation } = line;
  const round = ({ numerator, denominator }: Ratio): bigint =>
    roundRatio(numerator, denominator, conversion.rounding as RoundingMode);
  recomputeBase(explanation.base, { ...given, round });
  const netMinor = parseAmount(explanation.base.net, currency);
  const { pay } = explanation;
  compare('netBase', explanation.netBase, pay.type === 'share' ? netMinor : partOf(netMinor, conversion));
  const exact = exactOf(explanation, given);
  const says = fractionOf(explanation.exact);
  if (says.numerator * exact.denominator !== exact.numerator * says.denominator) {
    wrong({ member: 'exact', says: explanation.exact, computed: formatRatio(exact) });
  }
  const wholeMinor = round(exact);
  if (pay.type === 'share') compare('pay.whole', pay.whole, wholeMinor);
  compare('rounded', explanation.rounded, pay.type === 'share' ? sharePart(wholeMinor, pay) : wholeMinor);
  compare('commission', line.commission, afterCaps(explanation, given));
}

type Rounding = LineToRecompute & { readonly round: (ratio: Ratio) => bigint };

/** From what the customer was charged to the net base. */
function recomputeBase(base: ExplainedBase, { conversion, currency, compare, round }: Rounding): void {
  const from = base.currency ?? currency;
  const own = (text = '0'): bigint => parseAmount(text, from);
  const leftMinor = own(base.amount) - own(base.taxLeftOut) - own(base.shippingLeftOut);
  const { exchange } = base;
  const baseMinor =
    exchange === undefined
      ? leftMinor
      : round(multiply(minorFactor({ ...exchange, from, to: currency }), { numerator: leftMinor, denominator: 1n }));
  compare('base.base', base.base, baseMinor);
  compare('base.takenBack', base.takenBack ?? '0', takenBack());
  compare('base.net', base.net, baseMinor - takenBack());

  function takenBack(): bigint {
    if (conversion.review?.outcome === 'rejected') return baseMinor;
    const reversedMinor = own(base.reversed);
    if (reversedMinor === 0n) return 0n;
    return lesser(round(over(whole(reversedMinor * baseMinor), whole(own(base.amount)))), baseMinor);
  }
}

const WORTH_NOTHING: readonly (string | undefined)[] = [
  'no-rule',
  'fully-reversed',
  'rejected',
  'paid-on-earlier-line',
];

/** The value before rounding, in minor units. */
function exactOf({ pay, netBase, reason }: Explanation, { conversion, currency }: LineToRecompute): Ratio {
  const money = (text: string): Ratio => whole(parseAmount(text, currency));
  const credit = (): Ratio => fractionOf(conversion.credit ?? '0');
  if (WORTH_NOTHING.includes(reason) && pay.type !== 'share') return ZERO;
  switch (pay.type) {
    case 'none':
      return ZERO;
    case 'rate':
    case 'share':
      return multiply(ratioOf(pay.rate), money(netBase));
    case 'flat':
      return multiply(credit(), multiply(money(pay.flat), whole(BigInt(pay.quantity))));
    case 'frozen':
      return pay.whole
        ? money(pay.lastAmount)
        : over(multiply(money(pay.lastAmount), money(netBase)), money(pay.lastNetBase));
    case 'volume':
      return volumeOf(pay, { base: money(netBase), credit, money });
    default:
      throw new Broken('explanation.unknown', `unknown pay ${JSON.stringify(pay)}`);
  }
}

function volumeOf(
  { after, before, metric, mode, stretches }: Extract<ExplainedPay, { type: 'volume' }>,
  { base, credit, money }: { base: Ratio; credit: () => Ratio; money: (text: string) => Ratio },
): Ratio {
  const units = metric === 'base' ? money : ratioOf;
  const inLine = add(units(after), multiply(units(before), whole(-1n)));
  let sum = ZERO;
  for (const stretch of stretches) {
    const { flat, rate = '0' } = stretch;
    if (flat !== undefined) sum = add(sum, multiply(credit(), multiply(money(flat), units(stretch.units))));
    else if (mode === 'retroactive') sum = add(sum, multiply(ratioOf(rate), base));
    else if (inLine.numerator > 0n)
      sum = add(sum, over(multiply(ratioOf(rate), multiply(base, units(stretch.units))), inLine));
  }
  return sum;
}

/** What the caps leave of the rounded amount. */
function afterCaps(
  { caps = [], pay, rounded }: Explanation,
  { conversion, currency, compare }: LineToRecompute,
): bigint {
  const money = (text: string): bigint => parseAmount(text, currency);
  // What a line was sealed with stays, also under a cap that the others have used up since.
  const sealedMinor = pay.type === 'frozen' ? money(pay.lastAmount) : 0n;
  let leftMinor = money(rounded);
  for (const { cut, limit, used, whole: ofAll } of caps) {
    if (ofAll !== undefined) compare('caps.limit', limit, partOf(money(ofAll), conversion));
    const keptMinor = lesser(leftMinor, greater(money(limit) - money(used), sealedMinor));
    compare('caps.cut', cut, leftMinor - keptMinor);
    leftMinor = keptMinor;
  }
  return leftMinor;
}

/** This partner's part of a whole that is allocated by credit. */
function partOf(wholeMinor: bigint, { credit = '0', credits = [credit], place = 1 }: StatementConversion): bigint {
  return allocated(wholeMinor, credits.map(fractionOf), place);
}

function sharePart(wholeMinor: bigint, { weights, place }: Extract<ExplainedPay, { type: 'share' }>): bigint {
  return allocated(wholeMinor, weights.map(ratioOf), place);
}

function allocated(wholeMinor: bigint, weights: readonly Ratio[], place: number): bigint {
  let common = 1n;
  for (const { denominator } of weights) common *= denominator;
  const parts = allocate(
    wholeMinor,
    weights.map(({ numerator, denominator }) => numerator * (common / denominator)),
  );
  return parts[place - 1] ?? 0n;
}

/** `2/5`, of any length, or a whole number. */
function fractionOf(text: string): Ratio {
  const [numerator = '', denominator = '1'] = text.split('/');
  return over(whole(BigInt(numerator)), whole(BigInt(denominator)));
}

const whole = (numerator: bigint): Ratio => ({ numerator, denominator: 1n });

function over(a: Ratio, { numerator, denominator }: Ratio): Ratio {
  if (numerator <= 0n) throw new Broken('explanation.divisor', `cannot divide by ${numerator}/${denominator}`);
  return multiply(a, { numerator: denominator, denominator: numerator });
}
