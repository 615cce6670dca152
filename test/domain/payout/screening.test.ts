import { describe, expect, it } from 'vitest';
import { target2Days } from '../../../domain/payout/bank-days.ts';
import type { DueDate } from '../../../domain/payout/due-date.ts';
import { firstLatePayment } from '../../../domain/payout/due-date.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import type { PayoutTerms, ScreeningTerms } from '../../../domain/payout/payout-terms.ts';
import type { Screened, ScreeningHold } from '../../../domain/payout/screening.ts';
import { screenedUntil, signsIn } from '../../../domain/payout/screening.ts';
import { holdsLeft, releasedPayout } from '../../../domain/payout/screening-release.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import { SHIPPED } from '../tax/build.ts';

const every: ScreeningTerms = {
  holdDays: 14,
  sharedPayee: true,
  refundRate: '0.2',
  clickFlood: '0.5',
  fastConversions: '0.25',
};

/** A conversion with so many touches of its own, and those refused for these reasons. */
function touched(own: number, ...reasons: readonly string[]) {
  const touchpoints = Array.from({ length: own }, () => ({ own: true })).concat([{ own: false }]);
  return { touchpoints, ...(reasons.length > 0 ? { refused: reasons.map((reason) => ({ reason })) } : {}) };
}

function aStatement(conversions: readonly object[], takenBack = '0'): Screened {
  const lines = [{ explanation: { base: { base: '1000', takenBack } } }];
  return {
    statement: { currency: 'JPY', conversions, lines } as unknown as Screened['statement'],
    sharedWith: [],
    selfReferrals: [],
    isFlooding: false,
  };
}

const codes = (screened: Screened, terms = every) =>
  signsIn(screened, terms).map(({ code }) => code.replace('screening.', ''));

describe('signs of abuse in a payout', () => {
  it.each([
    ['nothing odd', aStatement([touched(1)]), []],
    ['another partner with the same account', { ...aStatement([touched(1)]), sharedWith: ['ptn_2'] }, ['shared-payee']],
    ['refunds at the limit', aStatement([touched(1)], '200'), []],
    ['refunds above it', aStatement([touched(1)], '201'), ['refund-rate']],
    ['half of the clicks repeated', aStatement([touched(2, 'repeat', 'bot')]), []],
    ['more than half repeated or by bots', aStatement([touched(2, 'repeat', 'repeat', 'bot')]), ['click-flood']],
    ['clicks refused for other reasons', aStatement([touched(1, 'outside-lookback', 'used', 'beyond-limit')]), []],
    ['a quarter with a click too shortly before', aStatement([touched(1, 'too-soon'), ...three()]), []],
    ['more than a quarter', aStatement([touched(1, 'too-soon'), ...three().slice(1)]), ['fast-conversions']],
    ['two such clicks on one conversion', aStatement([touched(1, 'too-soon', 'too-soon'), ...three()]), []],
    ['no touch at all: a share of revenue', aStatement([touched(0), touched(0)]), []],
    ['no conversion', aStatement([]), []],
  ])('of %s', (_, screened, wanted) => {
    expect(codes(screened)).toEqual(wanted);
  });

  it('tells the rate to four digits and the limit it is above', () => {
    expect(signsIn(aStatement([touched(1, 'bot', 'bot')]), every)).toEqual([
      { code: 'screening.click-flood', rate: '0.6666', limit: '0.5' },
    ]);
  });

  it('is only what the program looks for', () => {
    const all = { ...aStatement([touched(1, 'too-soon', 'bot', 'bot', 'bot')], '900'), sharedWith: ['ptn_2'] };
    expect(codes(all)).toEqual(['shared-payee', 'refund-rate', 'click-flood', 'fast-conversions']);
    expect(codes(all, { holdDays: 1 })).toEqual([]);
    expect(codes(all, { holdDays: 1, clickFlood: '0' })).toEqual(['click-flood']);
  });

  it('is no rate of fewer conversions than the program asks for, while a shared account always counts', () => {
    const one = { ...aStatement([touched(1, 'too-soon', 'bot', 'bot', 'bot')], '900'), sharedWith: ['ptn_2'] };
    expect(codes(one, { ...every, minConversions: 2 })).toEqual(['shared-payee']);
  });
});

function three() {
  return [touched(1), touched(1), touched(1)];
}

describe('a hold for signs of abuse', () => {
  const due: DueDate = { nominal: '2026-11-30', actual: '2026-11-30' };
  const until = Date.parse('2026-12-14T00:00:00+09:00');
  const flood: ScreeningHold = { code: 'screening.click-flood', rate: '0.9000', limit: '0.5', until };
  const shared: ScreeningHold = { code: 'screening.shared-payee', partnerIds: ['ptn_2'], until };
  const word = { by: 'maker', at: 1, reasonCode: 'explained', note: 'a family' } as const;
  const held = { payoutId: '2026-10/ptn_1', reasons: [{ code: 'tax.profile-missing' }, flood] } as unknown as Payout;

  it('ends by itself so many days after the day on which the payout is due', () => {
    expect(screenedUntil(due, every, calendarOf('Asia/Tokyo'))).toBe(until);
    expect(holdsLeft([flood], null, until - 1)).toEqual([flood]);
    expect(holdsLeft([flood], null, until)).toEqual([]);
  });

  it('is released by its signs: others that hold it stay, and one that comes later holds anew', () => {
    const released = releasedPayout(held, word);
    expect(released.reasons).toEqual([{ code: 'tax.profile-missing' }]);
    expect(released.released).toEqual({ ...word, signs: ['screening.click-flood'] });
    expect(holdsLeft([shared, flood], released, 0)).toEqual([shared]);
    const again = releasedPayout({ ...released, reasons: [shared] }, { ...word, by: 'another' });
    expect(again.released).toMatchObject({ by: 'another', signs: ['screening.click-flood', 'screening.shared-payee'] });
  });

  it('is released once: the same again changes nothing, and where nothing holds it is refused', () => {
    const released = releasedPayout(held, word);
    expect(releasedPayout(released, { ...word, at: 9 })).toBe(released);
    const refused = expect.objectContaining({ code: 'payout.not-screened' });
    expect(() => releasedPayout(released, { ...word, by: 'another' })).toThrow(refused);
    expect(() => releasedPayout({ ...held, reasons: [] }, word)).toThrow(refused);
  });

  it('may not be longer than the law allows for a payment', () => {
    const screening = { holdDays: 3, sharedPayee: true } as const;
    const law: PayoutTerms = {
      ...{ monthsLater: 1, day: 25, shift: 'before', calendar: 'target2' },
      sixtyDaysFrom: 'conversion',
    };
    const within = [
      { holdDays: 0, keptDays: 0, first: '2026-10' },
      { isBankDay: target2Days, tables: SHIPPED },
    ] as const;
    expect(firstLatePayment({ ...law, screening }, ...within)).toBeNull();
    const long = { ...law, screening: { ...screening, holdDays: 14 } };
    expect(firstLatePayment(long, ...within)).toMatchObject({ from: '2026-10-01' });
  });
});
