import { describe, expect, it } from 'vitest';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import { statementIdOf, statementsOf } from '../../../domain/statement/statement.ts';
import type { FactsChange, TermsChange } from '../../support/build.ts';
import {
  aClick,
  aConversion,
  aLine,
  anEnrollment,
  aPlan,
  aProgram,
  aReversal,
  at,
  NOON,
  someAttribution,
  someFacts,
  someTerms,
} from '../../support/build.ts';

/** The statements of ptn_1 over successive months, each with its facts. */
function statements(change: TermsChange, ...months: readonly FactsChange[]): readonly Statement[] {
  const terms = someTerms(change);
  let carry: Carry = EMPTY_CARRY;
  return months.map((facts, index) => {
    const result = closePeriod(terms.calendar.period(`2026-${10 + index}`), someFacts(facts), carry, terms);
    carry = result.carry;
    const statement = [...statementsOf(result, terms)].find(({ partner }) => partner.id === 'ptn_1');
    if (statement === null) throw new Error('ptn_1 has no statement');
    // As its reader gets it.
    return JSON.parse(JSON.stringify(statement)) as Statement;
  });
}

const own = (conversionId: string) => aConversion({ conversionId, partnerId: 'ptn_1' });
const noHold = aPlan({ holdDays: 0 });
const withThreshold = aProgram({ settlement: { period: 'month', thresholdMinor: 600n } });

describe('a statement', () => {
  it('names program, period, partner and currency, in the program zone', () => {
    const [statement] = statements({}, { conversions: [own('c1')] });
    expect(statement).toMatchObject({
      schema: 'bunpai/statement/1',
      statementId: 'prg_1:2026-10:ptn_1',
      currency: 'JPY',
      engine: '1',
      partner: { id: 'ptn_1', name: 'ptn_1' },
      program: { id: 'prg_1', name: '春の紹介プログラム' },
      period: { id: '2026-10', start: '2026-09-30T15:00:00Z', end: '2026-10-31T15:00:00Z', timezone: 'Asia/Tokyo' },
    });
  });

  it('has an id of its own for any ids, those with colons too', () => {
    expect(statementIdOf('a:b', '2026-10', 'c')).toBe('a%3Ab:2026-10:c');
    expect(statementIdOf('a', 'b:c', 'd')).not.toBe(statementIdOf('a:b', 'c', 'd'));
  });

  it('goes on from the last one and says why the payout is what it is', () => {
    const refund = aReversal({
      conversionId: 'c2',
      occurredAt: at('2026-12-05T10:00:00+09:00'),
      amountMinor: 10_000n,
    });
    const figures = statements(
      { program: withThreshold, plan: noHold },
      { conversions: [own('c1')] },
      { conversions: [own('c2')] },
      { reversals: [refund] },
    ).map(({ opening, released, payable, payout, closing, outcome }) => [
      opening,
      released,
      payable,
      payout,
      closing,
      outcome,
    ]);
    expect(figures).toEqual([
      ['0', '500', '500', '0', '500', 'below-threshold'],
      ['500', '500', '1000', '1000', '0', 'paid'],
      ['0', '-500', '-500', '0', '-500', 'debt'],
    ]);
  });

  it('of a month without anything says that nothing is due', () => {
    const [statement] = statements({}, {});
    expect(statement).toMatchObject({ outcome: 'nothing-due', lines: [], conversions: [], payable: '0', held: '0' });
  });

  it('shows how the partner came by its credit, and of the other partners no more than that they were there', () => {
    const program = aProgram({
      attribution: someAttribution({
        model: { name: 'position-based', weights: { first: '0.4', middle: '0.2', last: '0.4' } },
      }),
    });
    const clicks = ['ptn_1', 'ptn_2', 'ptn_3'].map((partnerId, index) =>
      aClick({ clickId: `clk_${index}`, partnerId, occurredAt: NOON - 5000 + index * 1000 }),
    );
    const bots = ['ptn_1', 'ptn_2'].map((partnerId, index) =>
      aClick({ clickId: `bot_${index}`, partnerId, occurredAt: NOON - 9000, isBot: true }),
    );
    const [statement] = statements({ program }, { conversions: [aConversion()], clicks: [...clicks, ...bots] });
    expect(statement?.conversions).toEqual([
      {
        basis: 'model',
        conversionId: 'cnv_1',
        credit: '2/5',
        credits: ['2/5', '1/5', '2/5'],
        heldUntil: '2026-11-14T03:00:00Z',
        kind: 'sale',
        model: 'position-based',
        occurredAt: '2026-10-15T03:00:00Z',
        place: 1,
        plan: 1,
        refused: [{ at: '2026-10-15T02:59:51Z', id: 'bot_0', reason: 'bot' }],
        rounding: 'half-even',
        touchpoints: [
          { at: '2026-10-15T02:59:55Z', id: 'clk_0', own: true, type: 'click' },
          { at: '2026-10-15T02:59:56Z', own: false, type: 'click' },
          { at: '2026-10-15T02:59:57Z', own: false, type: 'click' },
        ],
      },
    ]);
    const text = JSON.stringify(statement);
    for (const secret of ['ptn_2', 'ptn_3', 'clk_1', 'clk_2', 'bot_1', 'vis_1']) expect(text).not.toContain(secret);
  });

  it('shows by which settings journeys become credits, and no partner that they name', () => {
    const model = { name: 'last-non-direct', directPartners: ['ptn_9'] } as const;
    const [statement] = statements({ program: aProgram({ attribution: someAttribution({ model }) }) }, {});
    expect(statement?.attribution).toEqual({ ...someAttribution(), model: { name: 'last-non-direct' } });
  });

  it('shows what was left out of a base, what came back, and the rules that did not pay', () => {
    const rules = [
      { id: 'tea', when: { category: ['tea'] }, pay: { rate: '0.2' } },
      { id: 'base', when: {}, pay: { rate: '0.05' } },
      { id: 'japan', when: { country: ['JP'] }, pay: { rate: '0.07' } },
      { id: 'sale', when: { kind: ['sale' as const] }, pay: { rate: '0.09' } },
    ];
    const conversion = aConversion({
      country: 'JP',
      partnerId: 'ptn_1',
      lines: [aLine({ productId: 'sku-1', amountMinor: 11_500n, taxMinor: 1_000n, shippingMinor: 500n })],
    });
    const refund = aReversal({ amountMinor: 1_150n });
    const [statement] = statements({ plan: aPlan({ rules }) }, { conversions: [conversion], reversals: [refund] });
    expect(statement?.lines).toEqual([
      {
        commission: '630',
        conversionId: 'cnv_1',
        explanation: {
          base: {
            amount: '11500',
            base: '10000',
            net: '9000',
            reversed: '1150',
            shippingLeftOut: '500',
            takenBack: '1000',
            taxLeftOut: '1000',
          },
          exact: '630',
          netBase: '9000',
          pay: { rate: '0.07', type: 'rate' },
          rounded: '630',
          tried: [
            ['tea', 'category'],
            ['base', 'less-specific'],
            ['sale', 'later-in-list'],
          ],
        },
        lineId: '1',
        posted: '630',
        productId: 'sku-1',
        released: '0',
        rule: 'japan',
        state: 'held',
      },
    ]);
  });

  it('shows the exchange of a sale in another currency', () => {
    const rates = [{ date: '2026-10-14', from: 'USD', to: 'JPY', rate: '150.5' }];
    const conversion = aConversion({ currency: 'USD', partnerId: 'ptn_1', lines: [aLine({ amountMinor: 1_999n })] });
    const [statement] = statements({ rates }, { conversions: [conversion] });
    expect(statement?.lines[0]?.explanation.base).toEqual({
      amount: '19.99',
      base: '3008',
      currency: 'USD',
      exchange: { date: '2026-10-14', rate: '150.5' },
      net: '3008',
    });
  });

  it('shows stretches of a volume and what a cap cut', () => {
    const pay = {
      volume: {
        metric: 'base',
        window: 'month',
        mode: 'marginal',
        steps: [
          { from: '0', rate: '0.04' },
          { from: '6000', rate: '0.1' },
        ],
      },
    } as const;
    const cap = { amount: '500', per: 'partner-period' } as const;
    const [statement] = statements(
      { plan: aPlan({ rules: [{ id: 'volume', when: {}, pay, cap }] }) },
      { conversions: [own('c1')] },
    );
    expect(statement?.lines[0]).toMatchObject({
      commission: '500',
      explanation: {
        caps: [{ cut: '140', limit: '500', per: 'partner-period', used: '0' }],
        exact: '640',
        pay: {
          after: '10000',
          before: '0',
          metric: 'base',
          mode: 'marginal',
          stretches: [
            { from: '0', rate: '0.04', units: '6000' },
            { from: '6000', rate: '0.1', units: '4000' },
          ],
          window: '2026-10',
        },
        rounded: '640',
      },
    });
  });

  it('of a partner of a revenue share says so, without a credit', () => {
    const shares = [
      {
        id: 'label',
        rate: '0.3',
        among: [
          { partner: 'ptn_1', weight: '2' },
          { partner: 'ptn_2', weight: '1' },
        ],
        when: {},
      },
    ];
    const [statement] = statements({ plan: aPlan({ shares }) }, { conversions: [aConversion({ partnerId: 'ptn_3' })] });
    expect(statement?.conversions).toMatchObject([{ basis: 'share', touchpoints: [] }]);
    expect(statement?.conversions[0]).not.toHaveProperty('credit');
    expect(statement?.lines).toMatchObject([
      { commission: '2000', rule: 'label', explanation: { pay: { part: '2/3', rate: '0.3', whole: '3000' } } },
    ]);
  });

  it('lists bonuses and overrides with what they are made of', () => {
    const plan = aPlan({
      holdDays: 0,
      bonuses: [
        {
          id: 'b1',
          metric: 'conversions',
          window: 'quarter',
          reaches: '1',
          pay: { flat: { amount: '70', currency: 'JPY' } },
        },
      ],
      overrides: { rates: ['0.10'], of: 'commission' },
    });
    const enrollments = [anEnrollment(), anEnrollment({ partnerId: 'ptn_2', recruitedBy: 'ptn_1' })];
    const conversions = [own('c1'), aConversion({ conversionId: 'c2', partnerId: 'ptn_2' })];
    const [statement] = statements({ plan, enrollments }, { conversions });
    expect(statement?.bonuses).toEqual([
      {
        amount: '70',
        bonus: 'b1',
        metric: 'conversions',
        offered: true,
        pay: { flat: '70' },
        plan: 1,
        reached: '1',
        reaches: '1',
        rounding: 'half-even',
        window: '2026-Q4',
      },
    ]);
    expect(statement?.overrides).toEqual([
      { amount: '50', level: 1, plan: 1, rate: '0.10', recruited: 'ptn_2', rounding: 'half-even', source: '500' },
    ]);
    expect(statement).toMatchObject({ bonus: '70', override: '50', released: '500', payable: '620', payout: '620' });
  });

  it('is there for every partner, one by one', () => {
    const terms = someTerms();
    const facts = someFacts({ conversions: [own('c1')] });
    const result = closePeriod(terms.calendar.period('2026-10'), facts, EMPTY_CARRY, terms);
    const all = [...statementsOf(result, terms)];
    expect(all.map(({ partner }) => partner.id)).toEqual(['ptn_1', 'ptn_2', 'ptn_3']);
  });
});
