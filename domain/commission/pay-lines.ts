import type { Credit } from '../attribution/attribution.ts';
import { assertNever } from '../errors.ts';
import type { ConversionId, CustomerId, PartnerId } from '../ids.ts';
import { allocate } from '../money/allocate.ts';
import type { Ratio } from '../money/ratio.ts';
import { formatRatio, ZERO } from '../money/ratio.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundRatio } from '../money/round.ts';
import type { Instant } from '../time.ts';
import type { CompiledPay, CompiledRule, CompiledShare } from './compile-plan.ts';
import type { CapTrace, PaySteps, PayTrace } from './pay-trace.ts';
import { describe, earned, stepReached, stretchesOf } from './volume.ts';

/** One line of a conversion × one partner × the rule (or share) that pays it, as it stands after its reversals. */
export interface PayLine {
  readonly conversionId: ConversionId;
  readonly occurredAt: Instant;
  readonly customerId: CustomerId | null;
  /** Place of the line in its conversion. */
  readonly position: number;
  readonly partnerId: PartnerId;
  readonly pay: { readonly rule: CompiledRule } | { readonly share: CompiledShare } | null;
  readonly rounding: RoundingMode;
  /** For a rule the credited part of the net base, for a share the whole. */
  readonly netBaseMinor: bigint;
  readonly isLive: boolean;
  readonly quantity: number;
  readonly credits: readonly Credit[];
  readonly creditWeight: bigint;
  readonly creditTotalWeight: bigint;
  /** Windows of the rule that this line falls in. */
  readonly volumeWindow: string | null;
  readonly periodId: string;
  /** Set once its windows have closed: what it was last worth. */
  readonly frozen: Frozen | null;
}

/** A sealed line: later reversals take back in proportion to what it was worth when its window closed. */
export interface Frozen {
  readonly amountMinor: bigint;
  readonly netBaseMinor: bigint;
}

/** What a closed window held, so that a line that arrives late goes on from there. Metrics are minor units or counts. */
export interface ClosedWindow {
  readonly metricMinor: bigint;
  readonly capUsedMinor: bigint;
}

export const windowKey = (ruleId: string, window: string): string => `${ruleId}|${window}`;

/**
 * The amounts of one partner's lines, given in (occurredAt, conversionId, position) order: each rule's running metric and caps
 * move along that order. Program-wide caps are a second pass, see `capProgram`.
 */
export function payLines(lines: readonly PayLine[], closed: ReadonlyMap<string, ClosedWindow>): PaidLines {
  const totals = windowTotals(lines, closed);
  const running: Running = { metric: new Map(), caps: new Map(), paidOnce: new Set(), counted: new Set() };
  const traces = lines.map((line) => payLine(line, { closed, totals, running }));
  return { traces, metrics: running.metric, capsUsed: running.caps };
}

/** Traces in the order of the lines, and where each window's metric and cap came to, by `windowKey`. */
export interface PaidLines {
  readonly traces: readonly PayTrace[];
  readonly metrics: ReadonlyMap<string, bigint>;
  readonly capsUsed: ReadonlyMap<string, bigint>;
}

interface Running {
  readonly metric: Map<string, bigint>;
  readonly caps: Map<string, bigint>;
  readonly paidOnce: Set<string>;
  readonly counted: Set<string>;
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
  const before = metricBefore(line, rule, context);
  const value = line.isLive ? worthOf(line, rule, before, context) : null;
  if (value === null) {
    const reason = line.isLive ? 'paid-on-earlier-line' : 'fully-reversed';
    return traceOf(describePay(rule.pay, line), ZERO, 0n, NO_CAPS, 0n, reason);
  }
  const rounded = roundRatio(value.exact.numerator, value.exact.denominator, line.rounding);
  const cap = applyCap(line, rule, rounded, context);
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
  const units = volume.metric === 'base' ? line.netBaseMinor : volume.metric === 'items' ? BigInt(line.quantity) : 1n;
  const key = windowKey(rule.id, line.volumeWindow ?? '');
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

/** The running metric before this line; moves it on. All lines of one conversion share its place in a count of conversions. */
function metricBefore(line: PayLine, rule: CompiledRule, { running, closed }: Context): bigint {
  if (rule.pay.type !== 'volume' || !line.isLive) return 0n;
  const { metric } = rule.pay.volume;
  const key = windowKey(rule.id, line.volumeWindow ?? '');
  const before = running.metric.get(key) ?? closed.get(key)?.metricMinor ?? 0n;
  if (metric === 'conversions') {
    const counted = `${key}|${line.conversionId}`;
    if (running.counted.has(counted)) return before - 1n;
    running.counted.add(counted);
  }
  running.metric.set(key, before + unitsOf(line, metric));
  return before;
}

function unitsOf(line: PayLine, metric: 'base' | 'conversions' | 'items'): bigint {
  return metric === 'base' ? line.netBaseMinor : metric === 'items' ? BigInt(line.quantity) : 1n;
}

/** Totals of every window of volume rules, closed part included: what a retroactive rule pays by. */
function windowTotals(
  lines: readonly PayLine[],
  closed: ReadonlyMap<string, ClosedWindow>,
): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  const counted = new Set<string>();
  for (const line of lines) {
    if (line.frozen !== null || line.pay === null || !('rule' in line.pay) || !line.isLive) continue;
    const { rule } = line.pay;
    if (rule.pay.type !== 'volume') continue;
    const key = windowKey(rule.id, line.volumeWindow ?? '');
    const before = totals.get(key) ?? closed.get(key)?.metricMinor ?? 0n;
    if (rule.pay.volume.metric === 'conversions') {
      const mark = `${key}|${line.conversionId}`;
      if (counted.has(mark)) continue;
      counted.add(mark);
    }
    totals.set(key, before + unitsOf(line, rule.pay.volume.metric));
  }
  return totals;
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

/** A flat amount stays owed in full while the line lives; anything else shrinks with its net base. */
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
  return pay.type === 'flat' || (pay.type === 'volume' && pay.steps.every((step) => step.pay.type === 'flat'));
}

/** Cuts an amount at what is left of the rule's cap and uses that room up. */
function applyCap(line: PayLine, rule: CompiledRule, amount: bigint, { running, closed }: Context): CapTrace | null {
  const { cap } = rule;
  if (cap === null || cap.per === 'program-period') return null;
  const limit = cap.per === 'conversion' ? conversionShare(line, cap.amountMinor) : cap.amountMinor;
  const key = windowKey(rule.id, capScope(line, cap.per));
  const used = running.caps.get(key) ?? closed.get(key)?.capUsedMinor ?? 0n;
  const room = limit > used ? limit - used : 0n;
  const kept = amount < room ? amount : room;
  running.caps.set(key, used + kept);
  return { per: cap.per, limitMinor: limit, usedBeforeMinor: used, cutMinor: amount - kept };
}

/** A conversion's cap is one whole for all its partners, shared by credit. */
function conversionShare(line: PayLine, cap: bigint): bigint {
  const parts = allocate(
    cap,
    line.credits.map(({ creditWeight }) => creditWeight),
  );
  return parts[line.credits.findIndex(({ partnerId }) => partnerId === line.partnerId)] ?? 0n;
}

/** Where cap room is shared. A conversion without a customer stands for a customer of its own. */
function capScope(line: PayLine, per: 'conversion' | 'customer' | 'partner-period'): string {
  if (per === 'partner-period') return line.periodId;
  if (per === 'customer' && line.customerId !== null) return `customer/${line.customerId}`;
  return `conversion/${line.conversionId}`;
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
