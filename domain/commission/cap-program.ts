import { greater, lesser } from '../money/lesser.ts';
import type { ClosedWindow, PayLine, Worth } from './pay-line.ts';
import { ruleOf, windowKey } from './pay-line.ts';

/** One partner's line with what it is worth after the first pass. */
export interface CappableLine {
  readonly pay: PayLine;
  readonly worth: Worth;
}

/**
 * Program-wide caps, the second pass of a close: all partners' lines of a rule share one amount a period, in
 * (occurredAt, conversionId, position) order. Gives the worths that changed.
 */
export function capProgram(
  lines: readonly CappableLine[],
  closed: ReadonlyMap<string, ClosedWindow>,
): ReadonlyMap<PayLine, Worth> {
  const changed = new Map<PayLine, Worth>();
  const usedByKey = new Map<string, bigint>();
  for (const { pay: line, worth } of lines) {
    const rule = ruleOf(line.pay);
    if (rule?.cap?.per !== 'program-period') continue;
    const { id, cap } = rule;
    // A sealed amount stands; only what is given back beyond it needs room.
    const sealed = line.frozen?.amountMinor ?? 0n;
    if (line.frozen !== null && worth.amountMinor <= sealed) continue;
    const key = windowKey(id, line.periodId);
    const used = (usedByKey.get(key) ?? closed.get(key)?.capUsedMinor ?? 0n) - sealed;
    const kept = lesser(worth.amountMinor, greater(cap.amountMinor - used, sealed));
    const cutMinor = worth.amountMinor - kept;
    usedByKey.set(key, used + kept);
    changed.set(line, {
      ...worth,
      cap: { per: cap.per, limitMinor: cap.amountMinor, usedBeforeMinor: used, cutMinor },
      amountMinor: kept,
      reason: cutMinor > 0n && kept === 0n ? 'capped' : worth.reason,
    });
  }
  return changed;
}
