import { DomainError } from '../errors.ts';
import type { PartnerId, PeriodId } from '../ids.ts';
import { formatAmount, parseAmount } from '../money/amount.ts';
import { byText } from '../text-order.ts';
import type { Figures, Summary } from './summary.ts';

/** What a draft plan would have changed: figures as they were closed, as the draft makes them, and the change of the cost. */
export interface Simulation {
  readonly program: string;
  readonly currency: string;
  readonly from: PeriodId;
  readonly to: PeriodId;
  readonly totals: Comparison;
  readonly months: readonly SimulatedMonth[];
  /** Who would have cost, and so earned, more, less or the same over all months. */
  readonly winners: number;
  readonly losers: number;
  readonly unchanged: number;
  /** From the largest gain to the largest loss, then by id. */
  readonly partners: readonly SimulatedPartner[];
}

/** Amounts are decimal strings; `cost` is commission, bonuses and overrides together, as posted in the months. */
export interface Comparison {
  readonly actual: Cost;
  readonly draft: Cost;
  /** Cost under the draft less the actual one. */
  readonly change: string;
}

/** What is posted, and what of it and of earlier months is paid out. */
export interface Cost {
  readonly commission: string;
  readonly bonus: string;
  readonly override: string;
  readonly cost: string;
  readonly payout: string;
}

/** One of the months. */
export interface SimulatedMonth extends Comparison {
  readonly period: PeriodId;
  readonly conversions: number;
  /** Conversions that wait for an exchange rate and so cost nothing yet, in both. */
  readonly waiting: number;
}

/** A partner over all months. */
export interface SimulatedPartner extends Comparison {
  readonly partnerId: PartnerId;
  readonly outcome: 'winner' | 'loser' | 'unchanged';
}

/** A month as it was closed and as the draft closes it. */
export interface MonthPair {
  readonly actual: Summary;
  readonly draft: Summary;
}

const PARTS = ['commission', 'bonus', 'override'] as const;
type Minor = Record<(typeof PARTS)[number] | 'payout', bigint>;
interface Pair {
  readonly actual: Minor;
  readonly draft: Minor;
}

/** Holds months against each other, in total, month by month and partner by partner. */
export function simulationOf(pairs: readonly MonthPair[]): Simulation {
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (first === undefined || last === undefined) {
    throw new DomainError('period.invalid', {
      en: 'a simulation is of one month at least',
      ja: '試算は1か月以上で行ってください',
    });
  }
  const { currency } = first.actual;
  const total = emptyPair();
  const byPartner = new Map<PartnerId, Pair>();
  const months = pairs.map(({ actual, draft }): SimulatedMonth => {
    const month = emptyPair();
    addTo(month, { actual: actual.totals, draft: draft.totals }, currency);
    addTo(total, { actual: actual.totals, draft: draft.totals }, currency);
    for (const side of ['actual', 'draft'] as const) {
      for (const partner of (side === 'actual' ? actual : draft).partners) {
        const pair = byPartner.get(partner.partnerId) ?? emptyPair();
        byPartner.set(partner.partnerId, pair);
        addTo(pair, { [side]: partner }, currency);
      }
    }
    const waiting = draft.conversions['waiting:rate.missing'] ?? 0;
    return { period: actual.period, conversions: draft.conversions.recorded, waiting, ...comparison(month, currency) };
  });
  const partners = [...byPartner].sort(byChange).map(([partnerId, pair]): SimulatedPartner => {
    return { partnerId, outcome: outcomeOf(pair), ...comparison(pair, currency) };
  });
  const count = (outcome: SimulatedPartner['outcome']): number =>
    partners.filter((partner) => partner.outcome === outcome).length;
  return {
    program: first.actual.program,
    currency,
    from: first.actual.period,
    to: last.actual.period,
    totals: comparison(total, currency),
    months,
    winners: count('winner'),
    losers: count('loser'),
    unchanged: count('unchanged'),
    partners,
  };
}

const emptyPair = (): Pair => ({
  actual: { commission: 0n, bonus: 0n, override: 0n, payout: 0n },
  draft: { commission: 0n, bonus: 0n, override: 0n, payout: 0n },
});

function addTo(pair: Pair, figures: { readonly actual?: Figures; readonly draft?: Figures }, currency: string): void {
  for (const side of ['actual', 'draft'] as const) {
    const given = figures[side];
    if (given === undefined) continue;
    for (const part of [...PARTS, 'payout'] as const) pair[side][part] += parseAmount(given[part], currency);
  }
}

function comparison(pair: Pair, currency: string): Comparison {
  return {
    actual: costText(pair.actual, currency),
    draft: costText(pair.draft, currency),
    change: formatAmount(changeOf(pair), currency),
  };
}

function costText(minor: Minor, currency: string): Cost {
  const text = (value: bigint): string => formatAmount(value, currency);
  return {
    commission: text(minor.commission),
    bonus: text(minor.bonus),
    override: text(minor.override),
    cost: text(costOf(minor)),
    payout: text(minor.payout),
  };
}

const costOf = ({ commission, bonus, override }: Minor): bigint => commission + bonus + override;
const changeOf = ({ actual, draft }: Pair): bigint => costOf(draft) - costOf(actual);

function outcomeOf(pair: Pair): SimulatedPartner['outcome'] {
  const change = changeOf(pair);
  return change > 0n ? 'winner' : change < 0n ? 'loser' : 'unchanged';
}

function byChange([idA, a]: readonly [PartnerId, Pair], [idB, b]: readonly [PartnerId, Pair]): number {
  const [changeA, changeB] = [changeOf(a), changeOf(b)];
  if (changeA !== changeB) return changeA > changeB ? -1 : 1;
  return byText(idA, idB);
}
