import { randomFrom } from '../../cli/sample/random.ts';
import type { Volume } from '../../domain/commission/plan.ts';

/** What every way of paying is given: columns of one length, in the order of time, as a close holds its conversions. */
export interface Sales {
  readonly partners: readonly string[];
  readonly occurredAt: readonly number[];
  readonly conversionIds: readonly string[];
  readonly baseMinor: readonly number[];
}

export const VOLUME: Volume = {
  metric: 'base',
  window: 'month',
  mode: 'marginal',
  steps: [
    { from: '0', rate: '0.04' },
    { from: '100000', rate: '0.055' },
    { from: '500000', rate: '0.07' },
  ],
};
export const MONTH = '2026-10';

const START = Date.parse('2026-10-01T00:00:00+09:00');

/** A month of sales, two a second; few partners have most of them. */
export function generatedSales(count: number, partners: number): Sales {
  const random = randomFrom(1);
  const partnerIds = Array.from({ length: partners }, (_, number) => `ptn_${String(number).padStart(6, '0')}`);
  const numbers = Array.from({ length: count }, (_, number) => number);
  return {
    partners: numbers.map(() => partnerIds[Math.floor(partners * random.fraction() ** 2)] ?? ''),
    occurredAt: numbers.map((number) => START + Math.floor(number / 2) * 1000),
    conversionIds: numbers.map((number) => `ord_${number}`),
    baseMinor: numbers.map(() => random.whole(1, 30_000)),
  };
}
