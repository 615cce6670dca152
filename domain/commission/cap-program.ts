import type { ClosedWindow, PayLine } from './pay-line.ts';
import { windowKey } from './pay-line.ts';
import type { PayTrace } from './pay-trace.ts';

/** One partner's line with its amount after the first pass. */
export interface CappableLine {
  readonly line: PayLine;
  readonly trace: PayTrace;
}

/**
 * Program-wide caps, the second pass of a close: all partners' lines of a rule share one amount a period, in
 * (occurredAt, conversionId, position) order. Gives the traces that changed, and what each window has used by `windowKey`.
 */
export function capProgram(
  lines: readonly CappableLine[],
  closed: ReadonlyMap<string, ClosedWindow>,
): { readonly changed: ReadonlyMap<PayLine, PayTrace>; readonly capsUsed: ReadonlyMap<string, bigint> } {
  const changed = new Map<PayLine, PayTrace>();
  const capsUsed = new Map<string, bigint>();
  for (const { line, trace } of lines) {
    const cap = line.pay !== null && 'rule' in line.pay ? line.pay.rule.cap : null;
    if (line.pay === null || !('rule' in line.pay) || cap?.per !== 'program-period' || line.frozen !== null) continue;
    const key = windowKey(line.pay.rule.id, line.periodId);
    const used = capsUsed.get(key) ?? closed.get(key)?.capUsedMinor ?? 0n;
    const room = cap.amountMinor > used ? cap.amountMinor - used : 0n;
    const kept = trace.amountMinor < room ? trace.amountMinor : room;
    const cutMinor = trace.amountMinor - kept;
    capsUsed.set(key, used + kept);
    changed.set(line, {
      ...trace,
      caps: [...trace.caps, { per: cap.per, limitMinor: cap.amountMinor, usedBeforeMinor: used, cutMinor }],
      amountMinor: kept,
      reason: cutMinor > 0n && kept === 0n ? 'capped' : trace.reason,
    });
  }
  return { changed, capsUsed };
}
