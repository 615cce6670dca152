import type { CompiledRule } from './compile-plan.ts';
import type { ClosedWindow, PayLine } from './pay-line.ts';
import { metricKey } from './pay-line.ts';
import type { Volume } from './plan.ts';

/** Where the metrics of volume rules have come to, by `metricKey`, and which conversions they have counted. */
export interface RunningMetrics {
  readonly metrics: Map<string, bigint>;
  readonly counted: Set<string>;
}

/** The running metric before this line; moves it on. All lines of one conversion share its place in a count of conversions. */
export function metricBefore(
  line: PayLine,
  rule: CompiledRule,
  running: RunningMetrics,
  closed: ReadonlyMap<string, ClosedWindow>,
): bigint {
  if (rule.pay.type !== 'volume' || !line.isLive) return 0n;
  const { metric } = rule.pay.volume;
  const key = metricKey(rule.id, metric, line.volumeWindow ?? '');
  const before = running.metrics.get(key) ?? closed.get(key)?.metricMinor ?? 0n;
  if (metric === 'conversions') {
    const counted = `${key}|${line.conversionId}`;
    if (running.counted.has(counted)) return before - 1n;
    running.counted.add(counted);
  }
  running.metrics.set(key, before + unitsOf(line, metric));
  return before;
}

/** What a line adds to a metric: its net base, its items, or one conversion. */
export function unitsOf(line: PayLine, metric: Volume['metric']): bigint {
  return metric === 'base' ? line.netBaseMinor : metric === 'items' ? BigInt(line.quantity) : 1n;
}

/** Totals of every window of volume rules, closed part included: what a retroactive rule pays by. */
export function windowTotals(
  lines: readonly PayLine[],
  closed: ReadonlyMap<string, ClosedWindow>,
): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  const counted = new Set<string>();
  for (const line of lines) {
    if (line.frozen !== null || line.pay === null || !('rule' in line.pay) || !line.isLive) continue;
    const { rule } = line.pay;
    if (rule.pay.type !== 'volume') continue;
    const { metric } = rule.pay.volume;
    const key = metricKey(rule.id, metric, line.volumeWindow ?? '');
    const before = totals.get(key) ?? closed.get(key)?.metricMinor ?? 0n;
    if (metric === 'conversions') {
      const mark = `${key}|${line.conversionId}`;
      if (counted.has(mark)) continue;
      counted.add(mark);
    }
    totals.set(key, before + unitsOf(line, metric));
  }
  return totals;
}
