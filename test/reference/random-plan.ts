import type { Random } from '../../cli/sample/random.ts';
import type { Attribution, Bonus, Currency, Dimension, Flat, Metric, Pay, Plan, Rule, Share, When } from './folder.ts';
import { amountText, DIGITS } from './folder.ts';

const RATES = ['0.05', '0.1', '0.033', '0.125', '0.0725', '0.2'];
const STEP_RATES = ['0.02', '0.035', '0.05', '0.08', '0.11'];
const METRICS: readonly Metric[] = ['base', 'base', 'conversions', 'items'];
const WINDOWS = ['month', 'month', 'quarter', 'year', 'lifetime'] as const;

/** Between so many whole units of a currency. */
export function minorOf(random: Random, currency: Currency, from: number, to: number): bigint {
  const unit = 10 ** DIGITS[currency];
  return BigInt(random.whole(from * unit, to * unit));
}

export function randomAttribution(random: Random, partnerIds: readonly string[]): Attribution {
  const model = random.pick([
    ...(['first-touch', 'last-touch', 'last-non-direct', 'time-decay'] as const),
    ...(['linear', 'linear', 'position-based', 'position-based'] as const),
  ]);
  return {
    model,
    ...(model === 'last-non-direct' ? { directPartners: [random.pick(partnerIds)] } : {}),
    ...(model === 'linear' ? { repeats: random.pick(['counted', 'collapsed', 'unique']) } : {}),
    ...(model === 'position-based' && random.isTrue(0.5)
      ? { weights: random.pick([{ first: '0.3', middle: '0.3', last: '0.4' }, WITHOUT_MIDDLE]) }
      : {}),
    ...(model === 'time-decay'
      ? { halfLifeDays: random.pick(['7', '1', '0.5']), decay: random.pick(['continuous', 'stepwise']) }
      : {}),
    lookbackDays: random.pick([1, 7, 30]),
    minSecondsToConvert: random.pick([0, 0, 60]),
    clickDedupeSeconds: random.pick([0, 0, 3600]),
    coupon: random.pick(['wins', 'touchpoint', 'ignore']),
    touchReuse: random.pick(['every-conversion', 'every-conversion', 'next-conversion-only']),
    renewals: random.pick(['model', 'bound']),
  };
}

const WITHOUT_MIDDLE = { first: '0.5', middle: '0', last: '0.5' };

interface PlanOptions {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly currency: Currency;
  readonly partnerIds: readonly string[];
}

export function randomPlan(random: Random, options: PlanOptions): Plan {
  const { version, effectiveFrom, currency, partnerIds } = options;
  const rules = Array.from({ length: random.whole(1, 4) }, (_, place) => aRule(random, `r${place}`, options));
  const last: Rule = { id: 'base', when: {}, pay: { rate: random.pick(RATES) } };
  return {
    version,
    effectiveFrom,
    rounding: random.pick(['half-even', 'half-up', 'down', 'up']),
    base: { includeTax: random.isTrue(0.3), includeShipping: random.isTrue(0.3) },
    holdDays: random.pick([0, 7, 14, 30, 45]),
    rules: random.isTrue(0.6) ? [...rules, last] : rules,
    shares: random.isTrue(0.25) ? [aShare(random, partnerIds)] : [],
    bonuses: random.isTrue(0.35) ? [aBonus(random, `b${version}`, currency)] : [],
    ...(random.isTrue(0.35) ? { overrides: { rates: random.pick([['0.1'], ['0.1', '0.05']]), of: 'commission' } } : {}),
  };
}

function aRule(random: Random, id: string, { currency, partnerIds }: PlanOptions): Rule {
  const amount = amountText(minorOf(random, currency, 50, 1500), currency);
  const per = random.pick(['conversion', 'customer', 'partner-period', 'program-period'] as const);
  return {
    id,
    when: random.isTrue(0.55) ? aCondition(random, currency, partnerIds) : {},
    pay: somePay(random, currency),
    ...(random.isTrue(0.35) ? { cap: { amount, per } } : {}),
    ...(random.isTrue(0.2) ? { months: random.pick([0, 1, 2]) } : {}),
  };
}

function aCondition(random: Random, currency: Currency, partnerIds: readonly string[]): When {
  const values: Record<Dimension, readonly string[]> = {
    kind: ['sale', 'lead'],
    product: ['p1', 'p2', 'p3'],
    category: ['a', 'b', 'c'],
    country: ['JP', 'US'],
    customer: ['new', 'returning'],
    partner: partnerIds,
    partnerKind: ['affiliate', 'creator', 'agency'],
    partnerCountry: ['JP', 'US'],
    tier: ['gold', 'silver'],
    segment: ['x', 'y'],
    weekday: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  };
  const named = Object.entries(values).flatMap(([name, all]): [string, readonly string[]][] => {
    const some = all.filter(() => random.isTrue(0.5));
    return random.isTrue(0.15) && some.length > 0 ? [[name, some]] : [];
  });
  return {
    ...Object.fromEntries(named),
    ...(random.isTrue(0.1) ? { minBase: amountText(minorOf(random, currency, 500, 3000), currency) } : {}),
    ...(random.isTrue(0.1) ? { dateRange: { from: '2026-09-05', to: '2026-10-20' } } : {}),
  };
}

function somePay(random: Random, currency: Currency): Pay {
  const kind = random.pick(['rate', 'rate', 'flat', 'volume', 'volume']);
  if (kind === 'rate') return { rate: random.pick(RATES) };
  if (kind === 'flat') return { flat: aFlat(random, currency, 300), per: random.pick(['conversion', 'line', 'item']) };
  const metric = random.pick(METRICS);
  const isFlat = metric === 'conversions' && random.isTrue(0.4);
  const froms = [
    '0',
    ...Array.from({ length: random.whole(1, 3) }, (_, place) => aStep(random, place, metric, currency)),
  ];
  return {
    volume: {
      metric,
      window: random.pick(WINDOWS),
      mode: random.pick(['marginal', 'retroactive']),
      steps: froms.map((from, place) =>
        isFlat ? { from, flat: aFlat(random, currency, 400) } : { from, rate: STEP_RATES[place] ?? '0' },
      ),
    },
  };
}

/** Each above the one before it. */
function aStep(random: Random, place: number, metric: Metric, currency: Currency): string {
  if (metric === 'base')
    return amountText(minorOf(random, currency, 3000 * place + 1500, 3000 * place + 4499), currency);
  return metric === 'conversions'
    ? String(2 * place + 2 + random.whole(0, 1))
    : String(4 * place + 4 + random.whole(0, 3));
}

function aFlat(random: Random, currency: Currency, most: number): Flat {
  return { amount: amountText(minorOf(random, currency, 10, most), currency), currency };
}

function aShare(random: Random, partnerIds: readonly string[]): Share {
  const some = partnerIds.filter(() => random.isTrue(0.5));
  const among = some.length > 0 ? some : partnerIds;
  return {
    id: 's1',
    rate: random.pick(RATES),
    among: among.map((partner) => ({ partner, weight: String(random.whole(1, 4)) })),
    when: random.isTrue(0.6) ? {} : { category: ['a'] },
  };
}

function aBonus(random: Random, id: string, currency: Currency): Bonus {
  const metric = random.pick(METRICS);
  const amount = amountText(minorOf(random, currency, 3000, 9000), currency);
  return {
    id,
    metric,
    window: random.pick(WINDOWS),
    reaches: { base: amount, conversions: '3', items: '7' }[metric],
    pay:
      metric === 'base' && random.isTrue(0.5) ? { rate: random.pick(RATES) } : { flat: aFlat(random, currency, 900) },
  };
}
