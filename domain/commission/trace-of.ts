import { assertNever } from '../errors.ts';
import type { Ratio } from '../money/ratio.ts';
import { formatRatio, ZERO } from '../money/ratio.ts';
import { roundRatio } from '../money/round.ts';
import type { CompiledPay, CompiledShare, VolumePay } from './compile-plan.ts';
import { frozenWorth, isWholeWhenFrozen, ruleWorth } from './line-worth.ts';
import type { PayLine, Worth } from './pay-line.ts';
import type { PaySteps, PayTrace, Stretch } from './pay-trace.ts';
import type { StepStretch } from './volume.ts';
import { stretchesOf, unitsOf } from './volume.ts';

/** Tells how a line came to its worth. Most lines are never asked, so nothing of this is made when they are paid. */
export function traceOf(line: PayLine, worth: Worth): PayTrace {
  const { roundedMinor, cap, amountMinor, reason } = worth;
  const { steps, exact } = valueFor(line, worth);
  return { pay: steps, exact: formatRatio(exact), roundedMinor, caps: cap === null ? [] : [cap], amountMinor, reason };
}

interface Value {
  readonly steps: PaySteps;
  readonly exact: Ratio;
}

const WORTH_NOTHING: ReadonlySet<PayTrace['reason']> = new Set(['fully-reversed', 'rejected', 'paid-on-earlier-line']);

function valueFor(line: PayLine, { metricMinor, reason }: Worth): Value {
  if (line.pay === null) return { steps: { type: 'none' }, exact: ZERO };
  if ('share' in line.pay) return shareValue(line, line.pay.share);
  const { rule } = line.pay;
  const isWorthNothing = reason !== null && WORTH_NOTHING.has(reason);
  if (line.frozen !== null) {
    const { amountMinor: lastAmountMinor, netBaseMinor: lastNetBaseMinor } = line.frozen;
    const isWhole = isWholeWhenFrozen(line.frozen, rule);
    return {
      steps: { type: 'frozen', lastAmountMinor, lastNetBaseMinor, isWhole },
      exact: isWorthNothing ? ZERO : frozenWorth(line, line.frozen, rule),
    };
  }
  if (isWorthNothing)
    return { steps: rule.pay.type === 'volume' ? { type: 'none' } : stepsOf(line, rule.pay, 0n), exact: ZERO };
  return { steps: stepsOf(line, rule.pay, metricMinor), exact: ruleWorth(line, rule.pay, metricMinor) };
}

function shareValue(line: PayLine, { rate, text, among }: CompiledShare): Value {
  const exact: Ratio = { numerator: rate.numerator * line.netBaseMinor, denominator: rate.denominator };
  const wholeMinor = roundRatio(exact.numerator, exact.denominator, line.rounding);
  let totalWeight = 0n;
  for (const { shareWeight } of among) totalWeight += shareWeight;
  const own = among.find(({ partnerId }) => partnerId === line.partnerId);
  const part = formatRatio({ numerator: own?.shareWeight ?? 0n, denominator: totalWeight });
  return { steps: { type: 'share', rate: text, wholeMinor, part }, exact };
}

function stepsOf(line: PayLine, pay: CompiledPay, metric: bigint): PaySteps {
  switch (pay.type) {
    case 'rate':
      return { type: 'rate', rate: pay.text };
    case 'flat': {
      const quantity = pay.per === 'item' ? line.quantity : 1;
      return { type: 'flat', flatMinor: pay.amountMinor, per: pay.per, quantity };
    }
    case 'volume':
      return volumeSteps(line, pay, metric);
    default:
      return assertNever(pay);
  }
}

function volumeSteps(line: PayLine, pay: VolumePay, metric: bigint): PaySteps {
  const { metric: name, mode } = pay.volume;
  const isMarginal = mode === 'marginal';
  return {
    type: 'volume',
    metric: name,
    mode,
    window: line.volumeWindow ?? '',
    beforeMinor: isMarginal ? metric : 0n,
    afterMinor: isMarginal ? metric + unitsOf(line, name) : metric,
    stretches: stretchesOf(line, pay, metric).map(describe),
  };
}

function describe({ step, units }: StepStretch): Stretch {
  return step.pay.type === 'rate'
    ? { from: step.text, unitsMinor: units, rate: step.pay.text }
    : { from: step.text, unitsMinor: units, flatMinor: step.pay.amountMinor };
}
