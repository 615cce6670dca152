import type { ClosedWindow } from '../commission/pay-line.ts';
import { ruleOf, windowKey } from '../commission/pay-line.ts';
import { unitsOf } from '../commission/volume.ts';
import { windowOf } from '../commission/volume-window.ts';
import type { PartnerId } from '../ids.ts';
import type { Carry } from './carry.ts';
import type { PaidLine } from './pay-book.ts';
import type { SettledLine } from './settle-lines.ts';

/** Windows of closed periods, by partner and `windowKey`; program-wide caps under the empty partner. */
export type SealedWindows = ReadonlyMap<PartnerId, ReadonlyMap<string, ClosedWindow>>;

/**
 * The windows of lines that a close seals: what was sealed of them before, and what these lines have of them. Of lines that are
 * open nothing is sealed, even in a window that is over: every close pays them anew.
 */
export function sealWindows(lines: readonly SettledLine[], before: Pick<Carry, 'partners' | 'windows'>): SealedWindows {
  const sealed = new Map<PartnerId, Map<string, ClosedWindow>>();
  const grow = (owner: PartnerId, key: string, by: ClosedWindow): void => {
    const windows = sealed.get(owner) ?? new Map<string, ClosedWindow>();
    const closed = owner === '' ? before.windows : before.partners.get(owner)?.windows;
    const window = windows.get(key) ?? closed?.get(key) ?? { metricMinor: 0n, capUsedMinor: 0n };
    sealed.set(owner, windows);
    windows.set(key, {
      metricMinor: window.metricMinor + by.metricMinor,
      capUsedMinor: window.capUsedMinor + by.capUsedMinor,
    });
  };
  const counted = new Set<string>();
  for (const { paid, targetMinor } of lines) {
    const { partnerId, periodId, frozen } = paid.pay;
    const rule = ruleOf(paid.pay.pay);
    if (rule?.pay.type === 'volume' && frozen === null) {
      const { metric } = rule.pay.volume;
      const metricMinor = metric === 'conversions' && wasCounted(paid, counted) ? 0n : unitsOf(paid.pay, metric);
      grow(partnerId, windowKey(rule.id, windowOf(paid.pay, metric)), { metricMinor, capUsedMinor: 0n });
    }
    if (rule?.cap?.per === 'partner-period' || rule?.cap?.per === 'program-period') {
      const capUsedMinor = targetMinor - (frozen?.amountMinor ?? 0n);
      const owner = rule.cap.per === 'program-period' ? '' : partnerId;
      grow(owner, windowKey(rule.id, periodId), { metricMinor: 0n, capUsedMinor });
    }
  }
  return sealed;
}

/** Whether another line of the conversion was sealed under the same rule: a conversion counts once. */
function wasCounted({ booked, line }: PaidLine, counted: Set<string>): boolean {
  const { partnerId, payId } = line;
  const once = JSON.stringify([booked.conversion.conversionId, partnerId, payId]);
  const isAgain = counted.has(once);
  counted.add(once);
  return (
    isAgain || booked.lines.some((own) => own.frozen !== null && own.partnerId === partnerId && own.payId === payId)
  );
}
