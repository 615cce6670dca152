import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { PartnerToReview, ReviewLimits } from '../../../domain/settlement/period-review.ts';
import { flagsOf, overviewOf } from '../../../domain/settlement/period-review.ts';
import type { Figures, Summary } from '../../../domain/settlement/summary.ts';
import { SHIPPED } from '../tax/build.ts';

const NOTHING = { base: '0', bonus: '0', override: '0', held: '0', released: '0', payable: '0', payout: '0' };

function aSummary(period: string, commissions: Readonly<Record<string, string>>): Summary {
  const partners = Object.entries(commissions).map(([partnerId, commission]) => ({
    partnerId,
    ...NOTHING,
    commission,
  }));
  const total = Object.values(commissions).reduce((sum, each) => sum + Number(each), 0);
  const totals: Figures = { ...NOTHING, commission: String(total) };
  return {
    program: 'prg_1',
    period,
    currency: 'JPY',
    conversions: { recorded: 0, attributed: 0 },
    unmatchedReversals: 0,
    totals,
    partners,
  };
}

describe('a run beside the last closed period', () => {
  it('shows the change of every total, against nothing in the first period', () => {
    const now = aSummary('2026-11', { a: '300' });
    expect(overviewOf(now, aSummary('2026-10', { a: '500' })).totals.commission).toEqual({
      now: '300',
      before: '500',
      change: '-200',
    });
    expect(overviewOf(now, null).totals.commission).toEqual({ now: '300', before: '0', change: '300' });
  });

  it('puts the biggest change first, up or down, newcomers and leavers too, and leaves out who did not move', () => {
    const now = aSummary('2026-11', { a: '100', b: '900', c: '50', e: '30' });
    const before = aSummary('2026-10', { a: '100', b: '500', c: '70', d: '1000' });
    const { movers } = overviewOf(now, before);
    expect(movers.map(({ partnerId, change }) => [partnerId, change])).toEqual([
      ['d', '-1000'],
      ['b', '400'],
      ['e', '30'],
      ['c', '-20'],
    ]);
  });

  it('counts bonuses and overrides as earned', () => {
    const now = aSummary('2026-11', { a: '100' });
    const partners = now.partners.map((partner) => ({ ...partner, bonus: '20', override: '3' }));
    const { movers } = overviewOf({ ...now, partners }, aSummary('2026-10', { a: '100' }));
    expect(movers).toEqual([{ partnerId: 'a', now: '123', before: '100', change: '23' }]);
  });

  it('shows twenty movers, those that moved alike by id', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`p${String(at).padStart(2, '0')}`, '10']));
    const { movers } = overviewOf(aSummary('2026-11', Object.fromEntries(Object.entries(many).reverse())), null);
    expect(movers.map(({ partnerId }) => partnerId)).toEqual(Object.keys(many).slice(0, 20));
  });
});

const limits: ReviewLimits = {
  calendar: calendarOf('Asia/Tokyo'),
  paidOn: '2026-12-30',
  refundRate: '0.2',
  tables: SHIPPED,
};

function aPartner(change: Partial<PartnerToReview> = {}, lines: readonly object[] = []): PartnerToReview {
  const conversions = [{ conversionId: 'c1', occurredAt: '2026-11-05T00:00:00Z' }];
  const statement = { currency: 'JPY', payout: '1000', conversions, lines } as unknown as PartnerToReview['statement'];
  const undecided = { payee: null, taxProfile: null };
  return { partnerId: 'ptn_1', statement, taxNotes: [], hasPayee: true, undecided, screened: null, ...change };
}

const sold = (base: string, takenBack?: string) => ({
  conversionId: 'c1',
  released: '100',
  explanation: { base: { base, takenBack } },
});
const kinds = (partner: PartnerToReview, change: Partial<ReviewLimits> = {}) =>
  flagsOf(partner, { ...limits, ...change }).map(({ flag }) => flag);

describe('what is flagged of a partner', () => {
  it('is nothing when all is well', () => {
    expect(kinds(aPartner({}, [sold('1000')]))).toEqual([]);
  });

  it('is a missing tax profile apart from the doubts of its tax', () => {
    const note = { ja: '', en: '' };
    const profile = { code: 'profile.missing', ...note } as const;
    const doubt = { code: 'jp.treaty', ...note } as const;
    expect(kinds(aPartner({ taxNotes: [profile] }))).toEqual(['missing-tax-profile']);
    const flags = flagsOf(aPartner({ taxNotes: [doubt, profile] }), limits);
    expect(flags).toEqual([
      { partnerId: 'ptn_1', flag: 'needs-review', notes: [doubt] },
      { partnerId: 'ptn_1', flag: 'missing-tax-profile' },
    ]);
  });

  it('is a missing payee only where something is paid here', () => {
    expect(kinds(aPartner({ hasPayee: false }))).toEqual(['missing-payee']);
    expect(kinds(aPartner({ hasPayee: null }))).toEqual([]);
    const { statement } = aPartner();
    expect(kinds(aPartner({ hasPayee: false, statement: { ...statement, payout: '0' } }))).toEqual([]);
  });

  it('is what waits for a second person, beside what is in force or in its absence', () => {
    expect(flagsOf(aPartner({ undecided: { payee: 2, taxProfile: 3 } }), limits)).toEqual([
      { partnerId: 'ptn_1', flag: 'undecided-payee', revision: 2 },
      { partnerId: 'ptn_1', flag: 'undecided-tax-profile', version: 3 },
    ]);
    const undecided = { payee: 1, taxProfile: null };
    expect(kinds(aPartner({ hasPayee: false, undecided }))).toEqual(['missing-payee', 'undecided-payee']);
  });

  it.each([
    ['exactly the limit', '200', []],
    ['a yen above it', '201', ['refund-rate']],
  ])('is a refund rate above the limit: %s', (_, takenBack, wanted) => {
    expect(kinds(aPartner({}, [sold('600'), sold('400', takenBack)]))).toEqual(wanted);
  });

  it('is what signs of abuse hold, until when', () => {
    const held = { signs: [{ code: 'screening.shared-payee', partnerIds: ['ptn_2'] }], until: 7 } as const;
    expect(flagsOf(aPartner({ screened: held }), limits)).toEqual([{ partnerId: 'ptn_1', flag: 'screening', ...held }]);
    expect(kinds(aPartner({ screened: { signs: [], until: 7 } }))).toEqual([]);
  });

  it('tells the rate to four digits, cut, and what the limit was', () => {
    const [flag] = flagsOf(aPartner({}, [sold('300', '200')]), { ...limits, refundRate: '0.5' });
    expect(flag).toMatchObject({ flag: 'refund-rate', rate: '0.6666', limit: '0.5' });
  });

  it.each([
    ['2027-01-04', []],
    ['2027-01-05', ['late-payment']],
  ])('is a conversion of 5 November paid on %s only when that is more than 60 days later', (paidOn, wanted) => {
    expect(kinds(aPartner({}, [sold('1000')]), { paidOn })).toEqual(wanted);
  });

  it('is nothing late where no law was in force', () => {
    expect(kinds(aPartner({}, [sold('1000')]), { paidOn: '2028-01-05', tables: { rows: [] } })).toEqual([]);
  });

  it('lists the oldest conversions that are late, at most twenty of them, and nothing that is not paid', () => {
    const ids = Array.from({ length: 25 }, (_, at) => `c${String(at).padStart(2, '0')}`);
    const conversions = ids.map((conversionId, at) => ({
      conversionId,
      occurredAt: `2026-10-${String(at + 1).padStart(2, '0')}T03:00:00Z`,
    }));
    const lines = ids.map((conversionId) => ({ ...sold('1000'), conversionId }));
    const { statement } = aPartner({}, lines);
    const told = { ...statement, conversions: conversions.toReversed() } as unknown as typeof statement;
    const late = aPartner({ statement: told });
    const [flag] = flagsOf(late, { ...limits, paidOn: '2027-01-15' });
    expect(flag).toMatchObject({ flag: 'late-payment', conversionCount: 25 });
    const listed = flag?.flag === 'late-payment' ? flag.conversions : [];
    expect(listed.map(({ conversionId }) => conversionId)).toEqual(ids.slice(0, 20));
    expect(listed[0]).toEqual({ conversionId: 'c00', days: 106, daysMax: 60, ruleRow: 'jp-freelance-2024-11' });
    const unpaid = { ...late, statement: { ...late.statement, payout: '0' } };
    expect(kinds(unpaid, { paidOn: '2027-01-15' })).toEqual([]);
  });

  it('counts days to the payment for what is released alone', () => {
    const held = { ...sold('1000'), released: '0' };
    expect(kinds(aPartner({}, [held]), { paidOn: '2027-03-31' })).toEqual([]);
  });
});
