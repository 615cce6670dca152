import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { readCarry, writeCarry } from '../../../domain/settlement/carry-text.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { aReversal, at, someFacts } from '../../support/build.ts';
import { faultsOfChain } from './faults.ts';
import type { Arriving, Scenario } from './scenario.ts';
import { aloneOf, bytesOf, closeMonths, MONTHS, scenario } from './scenario.ts';

/** More in a longer hunt: `PROPERTY_RUNS=20000 npx vitest run test/domain/settlement`. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
/** For what takes long, or is unlikely to go wrong. */
const FEWER_RUNS = Math.ceil(RUNS / 3);

/** A scenario and the same facts in another order. */
const shuffled = scenario.chain((given) =>
  fc.record({
    given: fc.constant(given),
    other: fc
      .record({
        clicks: order(given.clicks),
        conversions: order(given.conversions),
        reversals: order(given.reversals),
      })
      .map((facts): Scenario => ({ ...given, ...facts })),
  }),
);

function order<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

describe('any program, any facts', () => {
  it('keep every invariant of the books over three closes', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        expect(faultsOfChain(closeMonths(given))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('close the same, byte for byte, in whatever order they arrived', () => {
    fc.assert(
      fc.property(shuffled, ({ given, other }) => {
        expect(bytesOf(closeMonths(other))).toBe(bytesOf(closeMonths(given)));
      }),
      { numRuns: RUNS },
    );
  });

  it('close the same again, byte for byte', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const first = bytesOf(closeMonths(given));
        expect(bytesOf(closeMonths(given))).toBe(first);
      }),
      { numRuns: FEWER_RUNS },
    );
  });

  it('go on from a carry that was text as from one that never was', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const [first] = closeMonths(given, MONTHS.slice(0, 1));
        if (!first) return;
        const facts = someFacts({
          conversions: given.conversions.flatMap(({ fact, arrives }) => (arrives === 1 ? fact : [])),
          reversals: given.reversals.flatMap(({ fact, arrives }) => (arrives === 1 ? fact : [])),
          clicks: given.clicks,
        });
        const period = given.terms.calendar.period(MONTHS[1]);
        const text = [...writeCarry(first.result.carry)];
        const close = (carry: typeof first.result.carry) => ({
          result: closePeriod(period, facts, carry, given.terms),
          terms: given.terms,
        });
        expect(bytesOf([close(readCarry(text))])).toBe(bytesOf([close(first.result.carry)]));
      }),
      { numRuns: FEWER_RUNS },
    );
  });

  it('come to nothing when everything is reversed', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const closed = closeMonths({ ...given, reversals: [...given.reversals, ...allReversed(given)] }, [
          ...MONTHS,
          '2027-01',
        ]);
        expect(faultsOfChain(closed)).toEqual([]);
        for (const { partnerId } of closed[0]?.result.partners ?? []) {
          let [commission, bonus, base] = [0n, 0n, 0n];
          for (const { result } of closed) {
            const partner = result.partners.find((candidate) => candidate.partnerId === partnerId);
            commission += partner?.commissionMinor ?? 0n;
            bonus += partner?.bonusMinor ?? 0n;
            base += partner?.baseMinor ?? 0n;
          }
          expect({ partnerId, commission, bonus, base }).toEqual({ partnerId, commission: 0n, bonus: 0n, base: 0n });
          const last = closed.at(-1)?.result.partners.find((candidate) => candidate.partnerId === partnerId);
          expect(last?.heldMinor).toBe(0n);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('have every conversion in one close and with one outcome, however late it came', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const closed = closeMonths(given);
        let recorded = 0;
        for (const { result } of closed) recorded += result.outcomes.recorded;
        expect(recorded).toBe(given.conversions.length);
        const ids = given.conversions.map(({ fact }) => fact.conversionId).sort();
        expect([...(closed.at(-1)?.result.carry.booked.keys() ?? [])].sort()).toEqual(ids);
      }),
      { numRuns: FEWER_RUNS },
    );
  });

  it('owe the same in all, early or late, under rules that look at one conversion alone', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const alone = aloneOf(given);
        const totals = (arrivals: Scenario) => {
          const carry = closeMonths(arrivals, [...MONTHS, '2027-01']).at(-1)?.result.carry;
          return [...(carry?.booked.values() ?? [])]
            .map(({ conversion, lines }) => [
              conversion.conversionId,
              ...lines.map((line) => canonical([line.partnerId, line.payId, line.postedMinor, line.netBaseMinor])),
            ])
            .sort();
        };
        const atOnce = <T>(facts: readonly Arriving<T>[]) => facts.map((each) => ({ ...each, arrives: 2 }));
        const late = { ...alone, conversions: atOnce(alone.conversions), reversals: atOnce(alone.reversals) };
        expect(totals(late)).toEqual(totals(alone));
      }),
      { numRuns: FEWER_RUNS },
    );
  });

  it('never post the same conversion in two closes', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const [conversion] = given.conversions;
        if (!conversion) return;
        const again = { fact: conversion.fact, arrives: 2 };
        const first = { ...conversion, arrives: 0 };
        expect(() => closeMonths({ ...given, conversions: [first, again] })).toThrow('was closed before');
      }),
      { numRuns: 5 },
    );
  });
});

/** A reversal of every conversion, of more than all of it. */
function allReversed({ conversions }: Scenario) {
  return conversions.map(({ fact }, index) => ({
    fact: aReversal({
      reversalId: `all_${index}`,
      conversionId: fact.conversionId,
      lineId: null,
      occurredAt: at('2027-01-05T00:00:00+09:00'),
      amountMinor: 1_000_000n,
    }),
    arrives: 3,
  }));
}
