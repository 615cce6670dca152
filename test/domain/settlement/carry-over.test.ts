import { describe, expect, it } from 'vitest';
import type { Cap, Window } from '../../../domain/commission/plan.ts';
import { bookConversion } from '../../../domain/settlement/book-conversion.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { datedLines } from '../../../domain/settlement/carry-over.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { FactsChange } from '../../support/build.ts';
import { aConversion, aPlan, aProgram, aRule, NOON, someFacts, someTerms } from '../../support/build.ts';

const steps = [{ from: '0', rate: '0.1' }];
const volume = (window: Window) => ({ volume: { metric: 'base', window, mode: 'marginal', steps } }) as const;
const capped = (per: Cap['per']) => ({ pay: { rate: '0.1' }, cap: { amount: '100', per } });

/** The lines of a sale of October after the close of a month, as far as dates tell. */
function linesAfter(month: string, terms: ProgramTerms, isReleasedBefore = false) {
  const opened = bookConversion({ conversion: aConversion({ partnerId: 'ptn_1' }) }, [], terms, () => null, new Set());
  const lines = opened.lines.map((line) => ({ ...line, isReleased: isReleasedBefore }));
  return datedLines({ ...opened, lines }, terms.calendar.period(month), terms).lines;
}

describe('a decision of the merchant', () => {
  const terms = someTerms({ program: aProgram({ review: { days: 14 } }), plan: aPlan({ holdDays: 0 }) });
  const rejected: Review = { conversionId: 'cnv_1', outcome: 'rejected', reasonCode: 'fraud', by: 'aoi', at: NOON };
  const facts = (change: FactsChange, ...reviews: readonly Review[]) => ({
    ...someFacts(change),
    reviews: new Map(reviews.map((review) => [review.conversionId, review])),
  });

  it('waits from close to close for a conversion that is not known yet', () => {
    const october = closePeriod(terms.calendar.period('2026-10'), facts({}, rejected), EMPTY_CARRY, terms);
    const late = { conversions: [aConversion({ partnerId: 'ptn_1' })] };
    const november = closePeriod(terms.calendar.period('2026-11'), facts(late), october.carry, terms);
    expect(november.lines.map(({ paid: { worth } }) => [worth.amountMinor, worth.reason])).toEqual([[0n, 'rejected']]);
    expect(november.carry).not.toHaveProperty('reviews');
  });

  it('is no reason why a line earns nothing that no rule pays', () => {
    const unpaid = { ...terms, ...someTerms({ plan: aPlan({ rules: [] }) }) };
    const sale = { conversions: [aConversion({ partnerId: 'ptn_1' })] };
    const { lines } = closePeriod(terms.calendar.period('2026-10'), facts(sale, rejected), EMPTY_CARRY, unpaid);
    expect(lines.map(({ paid: { worth } }) => worth.reason)).toEqual(['no-rule']);
  });
});

describe('a line as far as dates tell', () => {
  it.each<[string, Parameters<typeof aRule>[0], readonly boolean[]]>([
    ['whose rule has no window is never open', { pay: { rate: '0.1' } }, [false, false, false]],
    ['of a month is open until its close', { pay: volume('month') }, [false, false, false]],
    ['of a quarter is open until the close of its last month', { pay: volume('quarter') }, [true, true, false]],
    ['of a lifetime is open for ever', { pay: volume('lifetime') }, [true, true, true]],
    ['with a cap per conversion is never open', capped('conversion'), [false, false, false]],
    ['with a cap of the period is open until its close', capped('partner-period'), [false, false, false]],
    ['with a cap of the program is open until its close', capped('program-period'), [false, false, false]],
    ['with a cap for a customer is open for ever', capped('customer'), [true, true, true]],
    [
      'with two windows is open until the later ends',
      { ...capped('partner-period'), pay: volume('quarter') },
      [true, true, false],
    ],
  ])('%s', (_, rule, expected) => {
    const terms = someTerms({ plan: aPlan({ rules: [aRule(rule)] }) });
    const open = ['2026-10', '2026-11', '2026-12'].map((month) => linesAfter(month, terms)[0]?.isOpen);
    expect(open).toEqual(expected);
    // And so says the close that knows the amounts.
    const facts = someFacts({ conversions: [aConversion({ partnerId: 'ptn_1' })] });
    const { carry } = closePeriod(terms.calendar.period('2026-10'), facts, EMPTY_CARRY, terms);
    expect(carry.booked.get('cnv_1')?.lines[0]?.isOpen).toBe(expected[0]);
  });

  it('is released when its hold has ended, and stays released', () => {
    // The sale is of noon on the 15th: sixteen days later is within October, seventeen are not.
    const released = (holdDays: number, before = false) =>
      linesAfter('2026-10', someTerms({ plan: aPlan({ holdDays }) }), before)[0]?.isReleased;
    expect([released(16), released(17), released(17, true)]).toEqual([true, false, true]);
  });

  it('is not released before the merchant has decided, where it reviews', () => {
    const terms = someTerms({ program: aProgram({ review: { days: 14 } }), plan: aPlan({ holdDays: 0 }) });
    expect(linesAfter('2026-10', terms)).toMatchObject([{ isReleased: false, isOpen: false }]);
  });

  it('that nothing pays, and one of a share, is never open', () => {
    const among = [{ partner: 'ptn_2', weight: '1' }];
    const plan = aPlan({ rules: [], shares: [{ id: 's', rate: '0.1', among, when: {} }] });
    expect(linesAfter('2026-10', someTerms({ plan })).map(({ payId, isOpen }) => [payId, isOpen])).toEqual([
      [null, false],
      ['s', false],
    ]);
  });
});
