import { windowName } from './calendar.ts';
import type { Earned } from './earned.ts';
import { minorOf } from './earned.ts';
import type { Currency } from './folder.ts';
import { fraction, NOTHING, over, rounded, sumOf, times, whole } from './fraction.ts';

/** What one close knows of an earned line. */
export interface Standing {
  readonly net: bigint;
  readonly items: number;
  readonly isLive: boolean;
}

export interface Known {
  readonly earned: Earned;
  readonly standing: Standing;
}

/** The window of a volume rule that a line counts in, with whose it is. */
export function volumeWindow({ sold, partner, rule }: Earned): string | null {
  if (rule === null || !('volume' in rule.pay)) return null;
  const { metric, window } = rule.pay.volume;
  return [rule.id, partner, metric, window, windowName(window, sold.month)].join(' ');
}

/** What a rule pays for a line before its cap; `others` are the lines of the same partner and rule, this one among them, in order. */
export function amountOf({ earned, standing }: Known, others: readonly Known[], currency: Currency): bigint {
  const { rule, sold, credit } = earned;
  const { rounding } = sold.plan;
  if (rule === null || !standing.isLive) return 0n;
  const isFirstOfConversion = (): boolean =>
    others.find((other) => other.earned.sold.conversion === sold.conversion && other.standing.isLive)?.earned ===
    earned;
  const flat = (amount: string): bigint => rounded(times(whole(minorOf(amount, currency)), credit), rounding);
  const atRate = (rate: string): bigint => rounded(times(fraction(rate), whole(standing.net)), rounding);
  const { pay } = rule;
  if ('rate' in pay) return atRate(pay.rate);
  if ('flat' in pay) {
    if (pay.per === 'conversion') return isFirstOfConversion() ? flat(pay.flat.amount) : 0n;
    const pieces = whole(pay.per === 'line' ? 1n : BigInt(standing.items));
    return rounded(times(times(whole(minorOf(pay.flat.amount, currency)), credit), pieces), rounding);
  }
  const { metric, mode, steps } = pay.volume;
  const from = (text: string): bigint => (metric === 'base' ? minorOf(text, currency) : BigInt(text));
  const { before, own, total } = climbed({ earned, standing }, others, metric);
  if (mode === 'retroactive' || metric === 'conversions') {
    const reached = mode === 'retroactive' ? total : before;
    const step = steps.findLast((candidate) => from(candidate.from) <= reached);
    if (step === undefined) return 0n;
    if ('rate' in step) return atRate(step.rate);
    return isFirstOfConversion() ? flat(step.flat.amount) : 0n;
  }
  if (own === 0n) return 0n;
  const stretches = steps.map((step, place) => {
    const next = steps[place + 1];
    const low = larger(before, from(step.from));
    const high = next === undefined ? before + own : smaller(before + own, from(next.from));
    const part = over(whole(larger(0n, high - low)), whole(own));
    return 'rate' in step ? times(times(fraction(step.rate), whole(standing.net)), part) : NOTHING;
  });
  return rounded(sumOf(stretches), rounding);
}

function climbed(known: Known, others: readonly Known[], metric: 'base' | 'conversions' | 'items') {
  if (metric === 'conversions') {
    const live = [
      ...new Set(others.filter(({ standing }) => standing.isLive).map(({ earned }) => earned.sold.conversion)),
    ];
    const before = BigInt(live.indexOf(known.earned.sold.conversion));
    return { before, own: 1n, total: BigInt(live.length) };
  }
  const of = ({ standing }: Known): bigint =>
    metric === 'base' ? standing.net : standing.isLive ? BigInt(standing.items) : 0n;
  const sum = (some: readonly Known[]): bigint => some.reduce((all, one) => all + of(one), 0n);
  const place = others.findIndex(({ earned }) => earned === known.earned);
  return { before: sum(others.slice(0, place)), own: of(known), total: sum(others) };
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
