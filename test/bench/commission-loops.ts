import { Decimal } from 'decimal.js';
import type { Sales } from './commission-sales.ts';
import { VOLUME } from './commission-sales.ts';

/** The least that a program in this language can do: bases as whole numbers, rates in thousandths. */
export function payByBigInt(sales: Sales): ReadonlyMap<string, bigint> {
  const steps = rated().map(({ from, rate }) => ({
    from: BigInt(from),
    rate: BigInt(Math.round(Number(rate) * 1000)),
  }));
  return byPartner(sales, (bases) => {
    let [before, total] = [0n, 0n];
    for (const base of bases) {
      const after = before + BigInt(base);
      let thousandths = 0n;
      for (const [index, { from, rate }] of steps.entries()) {
        const end = steps[index + 1]?.from ?? after;
        const low = before > from ? before : from;
        const high = after < end ? after : end;
        if (high > low) thousandths += rate * (high - low);
      }
      const down = thousandths / 1000n;
      const rest = thousandths % 1000n;
      total += rest > 500n || (rest === 500n && down % 2n === 1n) ? down + 1n : down;
      before = after;
    }
    return total;
  });
}

const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_EVEN });

/** The same with a decimal library. */
export function payByDecimal(sales: Sales): ReadonlyMap<string, bigint> {
  const steps = rated().map(({ from, rate }) => ({ from: new Exact(from), rate: new Exact(rate) }));
  return byPartner(sales, (bases) => {
    let [before, total] = [new Exact(0), new Exact(0)];
    for (const base of bases) {
      const after = before.plus(base);
      let earned = new Exact(0);
      for (const [index, { from, rate }] of steps.entries()) {
        const end = steps[index + 1]?.from ?? after;
        const low = before.gt(from) ? before : from;
        const high = after.lt(end) ? after : end;
        if (high.gt(low)) earned = earned.plus(rate.times(high.minus(low)));
      }
      total = total.plus(earned.toDecimalPlaces(0));
      before = after;
    }
    return BigInt(total.toFixed(0));
  });
}

function rated(): readonly { readonly from: string; readonly rate: string }[] {
  return VOLUME.steps.map((step) => ({ from: step.from, rate: 'rate' in step ? step.rate : '0' }));
}

/** Puts each partner's sales in order and pays them. */
function byPartner(sales: Sales, pay: (bases: readonly number[]) => bigint): ReadonlyMap<string, bigint> {
  const places = new Map<string, number[]>();
  for (const [index, partner] of sales.partners.entries()) {
    const own = places.get(partner);
    if (own) own.push(index);
    else places.set(partner, [index]);
  }
  const { occurredAt, conversionIds, baseMinor } = sales;
  const byTime = (a: number, b: number): number =>
    (occurredAt[a] ?? 0) - (occurredAt[b] ?? 0) || ((conversionIds[a] ?? '') < (conversionIds[b] ?? '') ? -1 : 1);
  return new Map(
    [...places].map(([partner, own]) => [partner, pay(own.sort(byTime).map((index) => baseMinor[index] ?? 0))]),
  );
}
