import type { Known } from './amounts.ts';
import { smaller } from './amounts.ts';
import { monthAfter, windowEnd, windowName } from './calendar.ts';
import type { Read } from './earned.ts';
import { minorOf, planOn } from './earned.ts';
import type { Bonus } from './folder.ts';
import { fraction, rounded, times, whole } from './fraction.ts';

/**
 * What a close posts to each partner for bonuses: what they are worth now less what was posted. A bonus that the plan at the end of
 * its window does not promise any more keeps what was posted while its metric holds.
 */
export function bonusesOf(
  month: string,
  known: readonly Known[],
  { folder, calendar }: Read,
  posted: Map<string, bigint>,
): readonly (readonly [partner: string, amount: bigint])[] {
  const { currency, plans } = folder.program;
  return plans.flatMap((plan) =>
    plan.bonuses.flatMap((bonus) => {
      const windows = Map.groupBy(
        known.filter(({ earned }) => earned.share === null),
        ({ earned }) => `${earned.partner} ${windowName(bonus.window, earned.sold.month)}`,
      );
      return [...windows].flatMap(([whose, lines]) => {
        const [first] = lines;
        if (first === undefined) return [];
        const end = windowEnd(bonus.window, first.earned.sold.month);
        const next = monthAfter(month);
        const until = calendar.begins(end === null || end > next ? next : end);
        const isPromised = planOn(calendar.wall(until - 1).slice(0, 10), folder) === plan;
        const key = `${bonus.id} ${whose}`;
        const before = posted.get(key) ?? 0n;
        const metric = metricOf(bonus, lines);
        const mark = bonus.metric === 'base' ? minorOf(bonus.reaches, currency) : BigInt(bonus.reaches);
        const worth =
          metric < mark
            ? 0n
            : 'flat' in bonus.pay
              ? minorOf(bonus.pay.flat.amount, currency)
              : rounded(times(fraction(bonus.pay.rate), whole(metric)), plan.rounding);
        const target = isPromised ? worth : smaller(worth, before);
        posted.set(key, target);
        return [[first.earned.partner, target - before] as const];
      });
    }),
  );
}

function metricOf({ metric }: Bonus, lines: readonly Known[]): bigint {
  const live = lines.filter(({ standing }) => standing.isLive);
  if (metric === 'conversions') return BigInt(new Set(live.map(({ earned }) => earned.sold.conversion)).size);
  return live.reduce((sum, { standing }) => sum + (metric === 'base' ? standing.net : BigInt(standing.items)), 0n);
}
