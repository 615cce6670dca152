import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cap } from '../../../domain/commission/plan.ts';
import type { Ratio } from '../../../domain/money/ratio.ts';
import { add, formatRatio, ZERO } from '../../../domain/money/ratio.ts';
import { termsOf } from '../../../domain/settlement/terms.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import type { ClosedMonth } from './faults.ts';
import type { Scenario } from './scenario.ts';
import { aloneOf, closeMonths, MONTHS, scenario } from './scenario.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);

/** What has been posted in all for every line, by its name. */
function postedOf(closed: readonly ClosedMonth[]): Map<string, bigint> {
  const posted = new Map<string, bigint>();
  for (const { conversion, lines } of closed.at(-1)?.result.carry.booked.values() ?? []) {
    for (const { position, partnerId, payId, postedMinor } of lines) {
      posted.set([conversion.conversionId, position, partnerId, payId].join('|'), postedMinor);
    }
  }
  return posted;
}

/** The program with other caps. */
function capped({ terms, ...facts }: Scenario, change: (cap: Cap) => Cap): Scenario {
  const plans = terms.plans.map(({ plan }) => ({
    ...plan,
    rules: plan.rules.map((rule) => (rule.cap ? { ...rule, cap: change(rule.cap) } : rule)),
  }));
  return { ...facts, terms: termsOf(terms.program, plans, terms.directory, terms.rates) };
}

describe('a cap', () => {
  it('that is higher never pays any line less', () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 500 }), (given, more) => {
        // The cap of a conversion is divided by largest remainders, which may give one partner a unit less of a larger whole.
        const higher = capped(given, ({ amount, per }) => ({
          amount: per === 'conversion' ? '1000000000' : String(Number(amount) + more),
          per,
        }));
        const posted = postedOf(closeMonths(higher));
        for (const [line, minor] of postedOf(closeMonths(given))) {
          expect({ line, isLess: (posted.get(line) ?? 0n) < minor }).toEqual({ line, isLess: false });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('of nothing pays nothing', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const nothing = capped(given, ({ per }) => ({ amount: '0', per }));
        for (const { result } of closeMonths(nothing)) {
          for (const { paid, targetMinor } of result.lines) {
            const { pay } = paid.pay;
            if (pay !== null && 'rule' in pay && pay.rule.cap !== null) expect(targetMinor).toBe(0n);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('two halves of a program', () => {
  it('come to the whole, line by line, under rules that look at one conversion alone', () => {
    fc.assert(
      fc.property(scenario, fc.infiniteStream(fc.boolean()), (given, coin) => {
        const alone = aloneOf(given);
        const heads = new Set(
          alone.conversions.flatMap(({ fact }) => (coin.next().value === true ? fact.conversionId : [])),
        );
        const half = (isHead: boolean): Scenario => ({
          ...alone,
          conversions: alone.conversions.filter(({ fact }) => heads.has(fact.conversionId) === isHead),
          reversals: alone.reversals.filter(({ fact }) => heads.has(fact.conversionId) === isHead),
        });
        const both = [...postedOf(closeMonths(half(true))), ...postedOf(closeMonths(half(false)))];
        expect(new Map(both.sort())).toEqual(new Map([...postedOf(closeMonths(alone))].sort()));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the credits of a conversion', () => {
  it('as a statement shows them are positive and sum to exactly one', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          for (const { conversions } of statementsOf(result, terms)) {
            for (const { conversionId, credit, credits = [credit ?? '1'] } of conversions) {
              const sum = credits.map(fractionOf).reduce(add, ZERO);
              expect({ conversionId, sum: formatRatio(sum) }).toEqual({ conversionId, sum: '1' });
              expect(credits.every((each) => fractionOf(each).numerator > 0n)).toBe(true);
            }
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function fractionOf(text: string): Ratio {
  const [numerator = '', denominator = '1'] = text.split('/');
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

describe('a month in which nothing happens', () => {
  it('posts nothing once all holds have ended', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const closed = closeMonths(given, [...MONTHS, '2027-01', '2027-02', '2027-03']);
        const last = closed.at(-1)?.result;
        expect(last?.entries).toEqual([]);
        for (const partner of last?.partners ?? []) {
          expect(partner.heldMinor).toBe(0n);
          expect(partner.payableMinor).toBe(partner.openingMinor);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
