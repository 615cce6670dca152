import { formatAmount, parseAmount } from '../../money/amount.ts';
import { exactAmount, grouped, smallestUnit } from '../../money/readable.ts';
import type { ExplainedBase, ExplainedCap, Explanation } from '../explanation.ts';
import type { StatementLine } from '../statement.ts';
import type { LineContext } from './line-context.ts';
import { payText } from './pay-text.ts';
import type { Words } from './words.ts';
import { say, wordFor } from './words.ts';

/** How the amount of one line came about, a step a line, in the order in which it is computed. */
export function lineText(line: StatementLine, context: LineContext): readonly string[] {
  const { words, period } = context;
  const { explanation } = line;
  const product = line.productId === undefined ? '' : say(words.product, { product: line.productId });
  const posted = { posted: grouped(line.posted), released: grouped(line.released), state: words.states[line.state] };
  return [
    say(words.line, { line: line.lineId, product, rule: line.rule ?? '—' }),
    ...baseText(explanation.base, words),
    ...partText(explanation, context),
    ...payText(explanation, context),
    ...reasonText(explanation, words),
    exactText(explanation.exact, context),
    say(words.rounded, { rounded: grouped(explanation.rounded) }),
    ...(explanation.caps ?? []).flatMap((cap) => capText(cap, explanation.pay, words)),
    say(words.commission, { commission: grouped(line.commission) }),
    ...postedBefore(line, context),
    say(words.posted, { period, ...posted }),
    ...triedText(explanation.tried ?? [], words),
  ];
}

/** What earlier closes posted of the commission; nothing to say of a line that is new. */
function postedBefore(
  { commission, posted }: StatementLine,
  { words, currency, period }: LineContext,
): readonly string[] {
  const earlierMinor = parseAmount(commission, currency) - parseAmount(posted, currency);
  return earlierMinor === 0n
    ? []
    : [say(words.postedBefore, { period, earlier: grouped(formatAmount(earlierMinor, currency)) })];
}

/** Why the other rules do not pay, a line each. */
export function triedText(tried: NonNullable<Explanation['tried']>, words: Words): readonly string[] {
  return tried.map(([rule, why]) => say(words.tried, { rule, why: lossText(why, words) }));
}

function baseText(base: ExplainedBase, words: Words): readonly string[] {
  const { amount, taxLeftOut, shippingLeftOut, exchange, reversed, takenBack } = base;
  const own = (text: string): string =>
    base.currency === undefined ? grouped(text) : `${grouped(text)} ${base.currency}`;
  const left = [amount, taxLeftOut, shippingLeftOut].flatMap((part) => (part === undefined ? [] : own(part)));
  const sum = left.join(' − ');
  const lines = [say(words.charged, { amount: own(amount) })];
  if (taxLeftOut !== undefined) lines.push(say(words.taxOut, { amount: own(taxLeftOut) }));
  if (shippingLeftOut !== undefined) lines.push(say(words.shippingOut, { amount: own(shippingLeftOut) }));
  if (exchange !== undefined) {
    const source = exchange.source === undefined ? '' : say(words.rateSource, { source: exchange.source });
    const sign = exchange.per === undefined ? '×' : '÷';
    const { date, rate } = exchange;
    const blanks = { date, rate, source, sign, own: left.length > 1 ? `(${sum})` : sum, base: grouped(base.base) };
    lines.push(say(words.exchange, blanks));
  } else lines.push(say(left.length > 1 ? words.baseSum : words.base, { sum, base: grouped(base.base) }));
  if (reversed !== undefined) {
    const back = grouped(takenBack ?? '0');
    const blanks = { reversed: own(reversed), amount: own(amount), base: grouped(base.base), back };
    lines.push(
      say(words.takenBack, blanks),
      say(words.netBase, { base: grouped(base.base), back, net: grouped(base.net) }),
    );
  }
  return lines;
}

/** What of the net base is this partner's; nothing to say where it is all of it. */
function partText({ base, netBase, pay }: Explanation, { words, conversion }: LineContext): readonly string[] {
  const { credit, credits } = conversion;
  if (pay.type === 'share' || credit === undefined || credits === undefined) return [];
  return [say(words.part, { net: grouped(base.net), credit, part: grouped(netBase) }), words.allocated];
}

function reasonText({ reason }: Explanation, words: Words): readonly string[] {
  return reason === undefined ? [] : [wordFor(words.reasons, reason)];
}

function exactText(exact: string, { words, currency }: LineContext): string {
  const [numerator = '0', denominator = '1'] = exact.split('/');
  const decimal = exactAmount({ numerator: BigInt(numerator), denominator: BigInt(denominator) }, currency);
  if (decimal !== null) return say(words.exact, { exact: grouped(decimal) });
  const unit = smallestUnit(currency);
  return unit === '1' ? say(words.exact, { exact }) : say(words.exactFraction, { exact, unit });
}

function capText(
  { per, limit, used, cut, whole }: ExplainedCap,
  pay: Explanation['pay'],
  words: Words,
): readonly string[] {
  const blanks = { per: wordFor(words.caps, per), limit: grouped(limit), used: grouped(used), cut: grouped(cut) };
  return [
    whole === undefined ? say(words.cap, blanks) : say(words.capShared, { ...blanks, whole: grouped(whole) }),
    ...(pay.type === 'frozen' ? [say(words.capSealed, { last: grouped(pay.lastAmount) })] : []),
  ];
}

function lossText(why: string, words: Words): string {
  if (Object.hasOwn(words.lost, why)) return wordFor(words.lost, why);
  return say(words.dimension, { dimension: wordFor(words.dimensions, why) });
}
