import { compilePlan } from '../../domain/commission/compile-plan.ts';
import type { PayLine } from '../../domain/commission/pay-line.ts';
import { payLines } from '../../domain/commission/pay-lines.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { aPlan, aRule } from '../support/build.ts';
import type { Sales } from './commission-sales.ts';
import { MONTH, VOLUME } from './commission-sales.ts';

/** The sales as a close prepares its lines. */
export function linesOf(sales: Sales): readonly PayLine[] {
  const plan = aPlan({ rounding: 'half-even', rules: [aRule({ id: 'volume', pay: { volume: VOLUME } })] });
  const pay = compilePlan(plan, 'JPY', calendarOf('Asia/Tokyo')).ruleById.get('volume') ?? null;
  return sales.partners.map(
    (partnerId, index): PayLine => ({
      conversionId: sales.conversionIds[index] ?? '',
      occurredAt: sales.occurredAt[index] ?? 0,
      customerId: null,
      position: 0,
      partnerId,
      pay,
      rounding: plan.rounding,
      netBaseMinor: BigInt(sales.baseMinor[index] ?? 0),
      isLive: true,
      quantity: 1,
      credits: [{ partnerId, creditWeight: 1n }],
      creditWeight: 1n,
      creditTotalWeight: 1n,
      volumeWindow: MONTH,
      periodId: MONTH,
      frozen: null,
    }),
  );
}

/** As a close does it: each partner's lines in order, paid by `payLines`; all that an explanation needs is there. */
export function payByDomain(lines: readonly PayLine[]): ReadonlyMap<string, bigint> {
  const byPartner = new Map<string, PayLine[]>();
  for (const line of lines) {
    const own = byPartner.get(line.partnerId);
    if (own) own.push(line);
    else byPartner.set(line.partnerId, [line]);
  }
  const totals = new Map<string, bigint>();
  const closed = new Map();
  for (const [partnerId, own] of byPartner) {
    own.sort(byTime);
    let total = 0n;
    for (const { amountMinor } of payLines(own, closed)) total += amountMinor;
    totals.set(partnerId, total);
  }
  return totals;
}

function byTime(a: PayLine, b: PayLine): number {
  return a.occurredAt - b.occurredAt || (a.conversionId < b.conversionId ? -1 : 1);
}
