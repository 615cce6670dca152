import type { ClosedWindow } from '../commission/pay-line.ts';
import { windowKey } from '../commission/pay-line.ts';
import { unitsOf } from '../commission/volume.ts';
import { windowOf } from '../commission/volume-window.ts';
import type { PartnerId } from '../ids.ts';
import type { PaidBook } from './pay-book.ts';
import { windowKeysOf } from './pay-book.ts';
import type { SettledLine } from './settle-lines.ts';

/** Windows that a close seals, by partner and key; program-wide ones under the empty partner. */
type SealedWindows = Map<PartnerId, Map<string, ClosedWindow>>;

/** Seals the windows of a line with what its partner, or the program, has come to in them. */
export function closeWindows({ paid }: SettledLine, book: PaidBook, sealed: SealedWindows): void {
  const keys = windowKeysOf(paid);
  for (const owner of [paid.line.partnerId, '']) {
    const windows = sealed.get(owner) ?? new Map<string, ClosedWindow>();
    sealed.set(owner, windows);
    for (const key of keys) {
      const window = windows.has(key) ? undefined : book.windows.get(owner)?.get(key);
      if (window) windows.set(key, window);
    }
  }
}

/**
 * Takes out of sealed windows what live lines that are open still have of them: a rule that was edited may share a window that
 * is over with lines under a longer one, which every close pays anew.
 */
export function withoutOpen(sealed: SealedWindows, open: readonly SettledLine[]): void {
  if (sealed.size === 0) return;
  const counted = new Set<string>();
  for (const { paid, targetMinor } of open) {
    const { partnerId, conversionId, periodId, pay } = paid.pay;
    if (pay === null || !('rule' in pay)) continue;
    const { id, cap, pay: earns } = pay.rule;
    if (earns.type === 'volume') {
      const { metric } = earns.volume;
      const key = windowKey(id, windowOf(paid.pay, metric));
      const once = `${partnerId} ${key} ${conversionId}`;
      const units = metric === 'conversions' && counted.has(once) ? 0n : unitsOf(paid.pay, metric);
      counted.add(once);
      lessen(sealed, partnerId, key, { metricMinor: units, capUsedMinor: 0n });
    }
    if (cap?.per !== 'partner-period' && cap?.per !== 'program-period') continue;
    const owner = cap.per === 'program-period' ? '' : partnerId;
    lessen(sealed, owner, windowKey(id, periodId), { metricMinor: 0n, capUsedMinor: targetMinor });
  }
}

function lessen(sealed: SealedWindows, owner: PartnerId, key: string, by: ClosedWindow): void {
  const window = sealed.get(owner)?.get(key);
  if (window === undefined) return;
  sealed.get(owner)?.set(key, {
    metricMinor: window.metricMinor - by.metricMinor,
    capUsedMinor: window.capUsedMinor - by.capUsedMinor,
  });
}
