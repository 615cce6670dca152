import { assertNever } from '../errors.ts';
import { allocate } from '../money/allocate.ts';
import type { Ratio } from '../money/ratio.ts';
import { formatRatio, ZERO } from '../money/ratio.ts';
import { roundRatio } from '../money/round.ts';
import { capLine } from './cap-line.ts';
import type { CompiledPay, CompiledRule, CompiledShare } from './compile-plan.ts';
import type { ClosedWindow, Frozen, PayLine } from './pay-line.ts';
import { metricKey, windowKey } from './pay-line.ts';
import type { CapTrace, PaySteps, PayTrace } from './pay-trace.ts';
import { describe, earned, stepReached, stretchesOf } from './volume.ts';
import type { RunningMetrics } from './volume-window.ts';
import { metricBefore, unitsOf, windowTotals } from './volume-window.ts';

/**
 * The amounts of one partner's lines, given in (occurredAt, conversionId, position) order: each rule's running metric and caps
 * move along that order. Program-wide caps are a second pass, see `capProgram`.
 */
export function payLines(lines: readonly PayLine[], closed: ReadonlyMap<string, ClosedWindow>): PaidLines {
  const totals = windowTotals(lines, closed);
  const running: Running = { metrics: new Map(), counted: new Set(), caps: new Map(), paidOnce: new Set() };
  const traces = lines.map((line) => payLine(line, { closed, totals, running }));
  return { traces, metrics: running.metrics, capsUsed: running.caps };
}

/** Traces in the order of the lines, and where each window's metric and cap came to, by `windowKey`. */
export interface PaidLines {
  readonly traces: readonly PayTrace[];
  readonly metrics: ReadonlyMap<string, bigint>;
  readonly capsUsed: ReadonlyMap<string, bigint>;
}

interface Running extends RunningMetrics {
  readonly caps: Map<string, bigint>;
  readonly paidOnce: Set<string>;
}

interface Context {
  readonly closed: ReadonlyMap<string, ClosedWindow>;
  readonly totals: ReadonlyMap<string, bigint>;
  readonly running: Running;
}

// Shared by all lines that need no more: a large month has millions of them.
const NO_STEPS: PaySteps = { type: 'none' };
const NO_CAPS: readonly CapTrace[] = [];

function payLine(line: PayLine, context: Context): PayTrace {
  if (line.pay === null) return traceOf(NO_STEPS, ZERO, 0n, NO_CAPS, 0n, 'no-rule');
  if ('share' in line.pay) return payShare(line, line.pay.share);
  const { rule } = line.pay;
  if (line.frozen !== null) return payFrozen(line, line.frozen, rule);
  const before = metricBefore(line, rule, context.running, context.closed);
  const value = line.isLive ? worthOf(line, rule, before, context) : null;
  if (value === null) {
    const reason = line.isLive ? 'paid-on-earlier-line' : 'fully-reversed';
    return traceOf(describePay(rule.pay, line), ZERO, 0n, NO_CAPS, 0n, reason);
  }
  const rounded = roundRatio(value.exact.numerator, value.exact.denominator, line.rounding);
  const cap = capLine(line, rule, rounded, { used: context.running.caps, closed: context.closed });
  const amount = rounded - (cap?.cutMinor ?? 0n);
  const isCapped = cap !== null && cap.cutMinor > 0n && amount === 0n;
  return traceOf(value.steps, value.exact, rounded, cap === null ? NO_CAPS : [cap], amount, isCapped ? 'capped' : null);
}

interface Value {
  readonly steps: PaySteps;
  readonly exact: Ratio;
}

/** The exact worth of a live line under its rule; null when a flat of its conversion was paid on an earlier line. */
function worthOf(line: PayLine, rule: CompiledRule, before: bigint, context: Context): Value | null {
  const { pay } = rule;
  switch (pay.type) {
    case 'rate':
      return {
        steps: pay.steps,
        exact: { numerator: pay.rate.numerator * line.netBaseMinor, denominator: pay.rate.denominator },
      };
    case 'flat':
      if (pay.per === 'conversion' && !isFirst(line, rule, context.running)) return null;
      return {
        steps: describePay(pay, line),
        exact: timesCredit(pay.amountMinor * BigInt(pay.per === 'item' ? line.quantity : 1), line),
      };
    case 'volume':
      return volumeValue(line, rule, pay, before, context);
    default:
      return assertNever(pay);
  }
}

function volumeValue(
  line: PayLine,
  rule: CompiledRule,
  pay: CompiledPay & { readonly type: 'volume' },
  before: bigint,
  context: Context,
): Value | null {
  const { volume, steps } = pay;
  const units = unitsOf(line, volume.metric);
  const key = metricKey(rule.id, volume.metric, line.volumeWindow ?? '');
  const total = context.totals.get(key) ?? 0n;
  const reached = stepReached(steps, total);
  const isRetroactive = volume.mode === 'retroactive';
  const stretches = isRetroactive
    ? reached === null
      ? []
      : [{ step: reached, units }]
    : stretchesOf(steps, before, before + units);
  const paysFlatOnce = volume.metric === 'conversions' && stretches.some(({ step }) => step.pay.type === 'flat');
  if (paysFlatOnce && !isFirst(line, rule, context.running)) return null;
  return {
    steps: {
      type: 'volume',
      metric: volume.metric,
      mode: volume.mode,
      window: line.volumeWindow ?? '',
      beforeMinor: isRetroactive ? 0n : before,
      afterMinor: isRetroactive ? total : before + units,
      stretches: describe(stretches),
    },
    exact: earned(stretches, { netBaseMinor: line.netBaseMinor, units, credit: creditOf(line) }),
  };
}

function payShare(line: PayLine, share: CompiledShare): PayTrace {
  const exact = { numerator: share.rate.numerator * line.netBaseMinor, denominator: share.rate.denominator };
  const whole = roundRatio(exact.numerator, exact.denominator, line.rounding);
  const weights = share.among.map(({ shareWeight }) => shareWeight);
  const place = share.among.findIndex(({ partnerId }) => partnerId === line.partnerId);
  const amount = allocate(whole, weights)[place] ?? 0n;
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const part = formatRatio({ numerator: weights[place] ?? 0n, denominator: total });
  const steps: PaySteps = { type: 'share', rate: share.text, wholeMinor: whole, part };
  return traceOf(steps, exact, amount, NO_CAPS, amount, line.isLive ? null : 'fully-reversed');
}

/** A flat amount stays owed in full while the line lives; anything else, amounts per item too, shrinks with its net base. */
function payFrozen(line: PayLine, frozen: Frozen, rule: CompiledRule): PayTrace {
  const isWhole = paysFlat(rule) || frozen.netBaseMinor === 0n;
  const steps: PaySteps = {
    type: 'frozen',
    lastAmountMinor: frozen.amountMinor,
    lastNetBaseMinor: frozen.netBaseMinor,
    isWhole,
  };
  if (!line.isLive) return traceOf(steps, ZERO, 0n, NO_CAPS, 0n, 'fully-reversed');
  const exact: Ratio = isWhole
    ? { numerator: frozen.amountMinor, denominator: 1n }
    : { numerator: frozen.amountMinor * line.netBaseMinor, denominator: frozen.netBaseMinor };
  const rounded = roundRatio(exact.numerator, exact.denominator, line.rounding);
  return traceOf(steps, exact, rounded, NO_CAPS, rounded, null);
}

function paysFlat({ pay }: CompiledRule): boolean {
  if (pay.type === 'flat') return pay.per !== 'item';
  return pay.type === 'volume' && pay.steps.every((step) => step.pay.type === 'flat');
}

function isFirst(line: PayLine, rule: CompiledRule, { paidOnce }: Running): boolean {
  const key = windowKey(rule.id, line.conversionId);
  if (paidOnce.has(key)) return false;
  paidOnce.add(key);
  return true;
}

function describePay(pay: CompiledPay, line: PayLine): PaySteps {
  if (pay.type === 'rate') return pay.steps;
  if (pay.type === 'volume') return NO_STEPS;
  return { type: 'flat', flatMinor: pay.amountMinor, per: pay.per, quantity: pay.per === 'item' ? line.quantity : 1 };
}

const creditOf = (line: PayLine): Ratio => ({ numerator: line.creditWeight, denominator: line.creditTotalWeight });

function timesCredit(minor: bigint, line: PayLine): Ratio {
  return { numerator: minor * line.creditWeight, denominator: line.creditTotalWeight };
}

function traceOf(
  pay: PaySteps,
  exact: Ratio,
  roundedMinor: bigint,
  caps: readonly CapTrace[],
  amountMinor: bigint,
  reason: PayTrace['reason'],
): PayTrace {
  return { pay, exact: formatRatio(exact), roundedMinor, caps, amountMinor, reason };
}
