import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { readCarry, writeCarry } from '../../../domain/settlement/carry-text.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import { recomputed } from '../../../domain/statement/recompute.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import { someFacts } from '../../support/build.ts';
import type { ClosedMonth } from './faults.ts';
import { faultsOfChain } from './faults.ts';
import type { Arriving, Scenario } from './scenario.ts';
import { bytesOf, MONTHS, scenario } from './scenario.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 60);

interface Decided {
  /** The close that takes it up; 3: none. */
  readonly month: number;
  readonly isRejected: boolean;
}

/** A scenario whose program reviews conversions, with what is decided about each of them. */
const reviewed = scenario.chain((given) =>
  fc.record({
    given: fc.constant({
      ...given,
      terms: { ...given.terms, program: { ...given.terms.program, review: { days: 14 } } },
    }),
    decided: fc.array(fc.record({ month: fc.integer({ min: 0, max: 3 }), isRejected: fc.boolean() }), {
      minLength: given.conversions.length,
      maxLength: given.conversions.length,
    }),
  }),
);

function reviewsOf({ conversions, terms }: Scenario, decided: readonly Decided[], month: number): readonly Review[] {
  const { end } = terms.calendar.period(MONTHS[month] ?? MONTHS[0]);
  return conversions.flatMap(({ fact: { conversionId } }, index): Review[] => {
    if (decided[index]?.month !== month) return [];
    const { isRejected } = decided[index];
    const outcome = isRejected ? 'rejected' : 'approved';
    return [{ conversionId, outcome, reasonCode: isRejected ? 'other' : null, by: 'usr_1', at: end - 1 }];
  });
}

interface Way {
  readonly isBackwards?: boolean;
  /** Every decision is told again by every later close. */
  readonly isRepeated?: boolean;
  readonly isText?: boolean;
}

function close(given: Scenario, decided: readonly Decided[], way: Way = {}): readonly ClosedMonth[] {
  const { terms, clicks, conversions, reversals } = given;
  let carry = EMPTY_CARRY;
  return MONTHS.map((month, index): ClosedMonth => {
    const own = <T>(facts: readonly Arriving<T>[]): T[] =>
      facts.flatMap(({ fact, arrives }) => (arrives === index ? fact : []));
    const months = way.isRepeated ? [...Array(index + 1).keys()] : [index];
    const reviews = months.flatMap((each) => reviewsOf(given, decided, each));
    if (way.isBackwards) reviews.reverse();
    const facts = {
      ...someFacts({ conversions: own(conversions), reversals: own(reversals), clicks }),
      reviews: new Map(reviews.map((review) => [review.conversionId, review])),
    };
    const result = closePeriod(terms.calendar.period(month), facts, carry, terms);
    carry = way.isText ? readCarry([...writeCarry(result.carry)]) : result.carry;
    return { result, terms };
  });
}

describe('any program with merchant review, any facts and decisions', () => {
  it('keep every invariant of the books over three closes, and statements come out', () => {
    fc.assert(
      fc.property(reviewed, ({ given, decided }) => {
        const months = close(given, decided);
        expect(faultsOfChain(months)).toEqual([]);
        const statements = months.flatMap(({ result, terms }) => [...statementsOf(result, terms)]);
        expect(statements.flatMap(recomputed)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('close the same, byte for byte, in whatever order decisions are told, told again, and from a carry that was text', () => {
    fc.assert(
      fc.property(reviewed, ({ given, decided }) => {
        const bytes = bytesOf(close(given, decided));
        expect(bytesOf(close(given, decided, { isBackwards: true }))).toBe(bytes);
        expect(bytesOf(close(given, decided, { isText: true }))).toBe(bytes);
      }),
      { numRuns: RUNS },
    );
  });

  it('leave nothing in any account when every conversion is rejected in the end', () => {
    fc.assert(
      fc.property(reviewed, ({ given, decided }) => {
        const all = decided.map(({ month }) => ({ month: month % MONTHS.length, isRejected: true }));
        const last = close(given, all).at(-1)?.result;
        expect(last?.partners.map(({ heldMinor }) => heldMinor).filter((held) => held !== 0n)).toEqual([]);
        for (const { lines } of last?.carry.booked.values() ?? []) {
          for (const { postedMinor, releasedMinor } of lines) expect([postedMinor, releasedMinor]).toEqual([0n, 0n]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('release nothing of a conversion before its decision', () => {
    fc.assert(
      fc.property(reviewed, ({ given, decided }) => {
        for (const { result } of close(given, decided)) {
          for (const { review, lines } of result.carry.booked.values()) {
            if (review !== undefined) continue;
            expect(lines.filter(({ releasedMinor, isReleased }) => releasedMinor !== 0n || isReleased)).toEqual([]);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('change nothing by deciding again', () => {
    fc.assert(
      fc.property(reviewed, ({ given, decided }) => {
        const entries = (closed: readonly ClosedMonth[]) => closed.map(({ result }) => result.entries);
        expect(entries(close(given, decided, { isRepeated: true }))).toEqual(entries(close(given, decided)));
      }),
      { numRuns: RUNS },
    );
  });
});
