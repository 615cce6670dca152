import { describe, expect, it } from 'vitest';
import { minorFactor, rateFor } from '../../../domain/commission/exchange.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import { formatRatio } from '../../../domain/money/ratio.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { aConversion, aProgram, aReversal, at, NOON, someFacts, someTerms } from '../../support/build.ts';
import { aSale, aSharedSale, closeOctober, octoberRows, paying } from './october.ts';

const aRate = (change: Partial<DailyRate> = {}): DailyRate => ({
  date: '2026-10-15',
  from: 'USD',
  to: 'JPY',
  rate: '150',
  ...change,
});

const inDollars = { currency: 'USD' } as const;

describe('the rate of a conversion', () => {
  const tokyo = calendarOf('Asia/Tokyo');
  const find = (rates: readonly DailyRate[], occurredAt = NOON) =>
    rateFor(aConversion({ ...inDollars, occurredAt }), 'JPY', rates, tokyo)?.rate ?? null;

  it.each<[string, readonly string[], string | null]>([
    ['is that of its date', ['2026-10-14', '2026-10-15', '2026-10-16'], '2026-10-15'],
    ['is the last one before, where its date has none', ['2026-10-10', '2026-10-13', '2026-10-16'], '2026-10-13'],
    ['may be seven days old', ['2026-10-08'], '2026-10-08'],
    ['may not be eight days old', ['2026-10-07'], null],
    ['is never a later one', ['2026-10-16'], null],
    ['is none where there is none', [], null],
  ])('%s', (_, dates, expected) => {
    expect(find(dates.map((date) => aRate({ date, rate: date.replaceAll('-', '') })))).toBe(
      expected?.replaceAll('-', '') ?? null,
    );
  });

  it('is for its own pair of currencies, in that direction', () => {
    expect(find([aRate({ from: 'EUR' }), aRate({ to: 'USD' }), aRate({ from: 'JPY', to: 'USD' })])).toBeNull();
  });

  it('is of the date in the zone of the program', () => {
    // 15:30 UTC on the 15th is the 16th in Tokyo.
    expect(
      find(
        [aRate({ date: '2026-10-15', rate: '1' }), aRate({ date: '2026-10-16', rate: '2' })],
        at('2026-10-15T15:30:00Z'),
      ),
    ).toBe('2');
  });

  it('does not depend on the order in which rates are known', () => {
    const rates = ['2026-10-12', '2026-10-14', '2026-10-13'].map((date) => aRate({ date, rate: date.slice(-2) }));
    expect(find(rates)).toBe('14');
    expect(find(rates.toReversed())).toBe('14');
  });
});

describe('a rate between minor units', () => {
  it.each([
    ['150.25', 'USD', 'JPY', '601/400'],
    ['0.0066', 'JPY', 'USD', '33/50'],
    ['490.5', 'KWD', 'JPY', '981/2000'],
    ['3.25', 'KWD', 'USD', '13/40'],
    ['0.3075', 'USD', 'KWD', '123/40'],
    ['1', 'EUR', 'USD', '1'],
  ])('%s %s → %s', (rate, from, to, factor) => {
    expect(formatRatio(minorFactor(aRate({ rate, from, to })))).toBe(factor);
  });
});

describe('a rate that is quoted the usual way round', () => {
  it('divides, so that none of its digits is lost', () => {
    const yenPerEuro = aRate({ rate: '162.35', from: 'JPY', to: 'EUR', per: 'EUR' });
    expect(formatRatio(minorFactor(yenPerEuro))).toBe('2000/3247');
    expect(formatRatio(minorFactor(aRate({ rate: '1.0835', from: 'USD', to: 'EUR', per: 'EUR' })))).toBe('2000/2167');
  });
});

describe('a conversion in another currency', () => {
  it('earns in the currency of the program', () => {
    const rows = octoberRows({ conversions: [aSale(1, [10_000n], inDollars)], rates: [aRate()] });
    // 100.00 USD are ¥15,000; 5 % of them ¥750.
    expect(rows).toMatchObject([{ net: 15_000n, amount: 750n }]);
  });

  it('is converted from a currency of three decimals', () => {
    const rates = [aRate({ from: 'KWD', rate: '490.5' })];
    // 10.000 KWD × 490.5 = ¥4,905.
    expect(octoberRows({ conversions: [aSale(1, [10_000n], { currency: 'KWD' })], rates })).toMatchObject([
      { net: 4_905n, amount: 245n },
    ]);
  });

  it('is converted into a currency of three decimals', () => {
    const program = aProgram({ currency: 'KWD' });
    const rates = [aRate({ to: 'KWD', rate: '0.3075' })];
    // 10.00 USD × 0.3075 = 3.075 KWD; 5 % of them is 0.15375.
    expect(octoberRows({ program, conversions: [aSale(1, [1_000n], inDollars)], rates })).toMatchObject([
      { net: 3_075n, amount: 154n },
    ]);
  });

  it('is converted and rounded once, before it is shared', () => {
    const rates = [aRate({ rate: '1.01' })];
    // 1.00 USD is ¥1.01, rounded to ¥1, and that one yen goes to the first partner.
    expect(octoberRows({ ...aSharedSale(['ptn_1', 'ptn_2'], [100n], inDollars), rates }).map(({ net }) => net)).toEqual(
      [1n, 0n],
    );
  });

  it('is refunded at the rate at which it was sold', () => {
    const conversions = [aSale(1, [10_000n], inDollars)];
    const rates = [aRate(), aRate({ date: '2026-10-16', rate: '200' })];
    const reversals = [aReversal({ amountMinor: 5_000n, occurredAt: at('2026-10-16T12:00:00+09:00') })];
    expect(octoberRows({ conversions, rates, reversals })).toMatchObject([{ net: 7_500n, amount: 375n }]);
  });

  it('chooses its rule by its base in the currency of the program', () => {
    const plan = paying({ rate: '0.05' }, { when: { minBase: '15000' } });
    expect(octoberRows({ plan, conversions: [aSale(1, [10_000n], inDollars)], rates: [aRate()] })).toMatchObject([
      { rule: 'rule' },
    ]);
    expect(octoberRows({ plan, conversions: [aSale(1, [9_999n], inDollars)], rates: [aRate()] })).toMatchObject([
      { rule: null },
    ]);
  });
});

describe('a conversion whose rate is missing', () => {
  const sale = aSale(1, [10_000n], inDollars);

  it('waits: it is credited and has no lines, and nothing is guessed', () => {
    const result = closeOctober({ conversions: [sale] });
    expect(result.lines).toEqual([]);
    expect(result.carry.booked.get('cnv_1')).toMatchObject({
      waitsFor: 'rate.missing',
      attribution: { outcome: 'attributed' },
    });
  });

  it('is paid by the close that knows its rate, refunds that came meanwhile included', () => {
    const first = closeOctober({ conversions: [sale], reversals: [aReversal({ amountMinor: 5_000n })] });
    const terms = someTerms({ rates: [aRate()] });
    const second = closePeriod(terms.calendar.period('2026-11'), someFacts(), first.carry, terms);
    expect(second.lines.map(({ paid }) => [paid.pay.netBaseMinor, paid.worth.amountMinor])).toEqual([[7_500n, 375n]]);
    expect(second.carry.booked.get('cnv_1')).toMatchObject({ waitsFor: null, rate: { date: '2026-10-15' } });
  });

  it('goes on waiting while there is none', () => {
    const first = closeOctober({ conversions: [sale] });
    const terms = someTerms();
    const second = closePeriod(terms.calendar.period('2026-11'), someFacts(), first.carry, terms);
    expect(second.carry.booked.get('cnv_1')).toMatchObject({ waitsFor: 'rate.missing' });
  });

  it('keeps its first rate for good', () => {
    const first = closeOctober({ conversions: [sale], rates: [aRate({ date: '2026-10-14', rate: '140' })] });
    const terms = someTerms({ rates: [aRate({ rate: '150' })] });
    const reversals = [aReversal({ amountMinor: 5_000n, occurredAt: at('2026-11-10T12:00:00+09:00') })];
    const second = closePeriod(terms.calendar.period('2026-11'), someFacts({ reversals }), first.carry, terms);
    expect(second.lines.map(({ paid }) => paid.pay.netBaseMinor)).toEqual([7_000n]);
  });
});
