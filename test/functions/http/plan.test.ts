import { describe, expect, it } from 'vitest';
import type { Json } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';
import { aPlan, aProgram, aShop, post, programPath, reasonFor, usd } from '../../support/shop.ts';
import { watchedStores } from '../../support/watched-stores.ts';

const plans = programPath('plans');
const later = (changes: Json = {}): Json => aPlan({ version: 2, effectiveFrom: '2026-11-01', ...changes });
const rule = (changes: Json = {}): Json => later({ rules: [{ id: 'r', when: {}, pay: { rate: '0.05' }, ...changes }] });
const volume = (changes: Json = {}): Json =>
  rule({
    pay: {
      volume: { metric: 'base', window: 'month', mode: 'marginal', steps: [{ from: '0', rate: '0.04' }], ...changes },
    },
  });
const bonus = (changes: Json): Json =>
  later({
    bonuses: [{ id: 'b', metric: 'base', window: 'month', reaches: '500', pay: { flat: usd('5.00') }, ...changes }],
  });
const share = (changes: Json): Json =>
  later({
    shares: [{ id: 's', rate: '0.30', among: [{ partner: 'ptn_1', weight: '2' }], when: {}, ...changes }],
  });

const REFUSED: readonly (readonly [what: string, plan: Json, field: string, reason: RegExp])[] = [
  [
    'two rules of one id',
    later({ rules: [...rule().rules, ...rule().rules] }),
    'rules[1].id',
    /"r" is also the id of rules\[0\]/,
  ],
  ['a share with the id of a rule', share({ id: 'base' }), 'shares[0].id', /"base" is also the id of rules\[0\]/],
  [
    'an unknown partner in a condition',
    rule({ when: { partner: ['ptn_1', 'ptn_9'] } }),
    'rules[0].when.partner[1]',
    /no partner "ptn_9"/,
  ],
  [
    'an unknown partner in a share',
    share({ among: [{ partner: 'ptn_9', weight: '1' }] }),
    'shares[0].among[0].partner',
    /no partner "ptn_9"/,
  ],
  [
    'a partner twice in a share',
    share({
      among: [
        { partner: 'ptn_1', weight: '1' },
        { partner: 'ptn_1', weight: '1' },
      ],
    }),
    'shares[0].among[1].partner',
    /named twice/,
  ],
  [
    'a share that looks at tiers',
    share({ when: { tier: ['gold'] } }),
    'shares[0].when.tier',
    /looks at the line alone/,
  ],
  [
    'a country in small letters',
    rule({ when: { country: ['jp'] } }),
    'rules[0].when.country[0]',
    /two capital letters/,
  ],
  ['a share without weight', share({ among: [{ partner: 'ptn_1', weight: '0' }] }), 'shares[0].among', /more than 0/],
  ['a share of nobody', share({ among: [] }), 'shares[0].among', /must name a partner/],
  [
    'a flat in another currency',
    rule({ pay: { flat: { amount: '500', currency: 'JPY' }, per: 'conversion' } }),
    'rules[0].pay.flat.currency',
    /must be USD.*got JPY/,
  ],
  [
    'a flat with too many decimals',
    rule({ pay: { flat: usd('1.001'), per: 'line' } }),
    'rules[0].pay.flat.amount',
    /USD has 2 decimals/,
  ],
  [
    'a flat per week',
    rule({ pay: { flat: usd('1'), per: 'week' } }),
    'rules[0].pay.per',
    /one of "conversion".*got "week"/,
  ],
  ['a rate as a number', rule({ pay: { rate: 0.05 } }), 'rules[0].pay.rate', /in a string.*got 0.05/],
  ['a rate in per cent', rule({ pay: { rate: '5%' } }), 'rules[0].pay.rate', /decimal number.*got "5%"/],
  [
    'a rate of five for five per cent',
    rule({ pay: { rate: '5' } }),
    'rules[0].pay.rate',
    /at most 1 \(5 % is "0.05"\), got "5"/,
  ],
  ['a negative rate', rule({ pay: { rate: '-0.05' } }), 'rules[0].pay.rate', /must not be negative/],
  ['no pay', rule({ pay: {} }), 'rules[0].pay', /must be \{ rate \} or \{ flat, per \} or \{ volume \}/],
  ['two pays', rule({ pay: { rate: '0.05', volume: {} } }), 'rules[0].pay.volume', /is not known here/],
  [
    'steps that do not start at 0',
    volume({ steps: [{ from: '10', rate: '0.04' }] }),
    'rules[0].pay.volume.steps[0].from',
    /must start at "0", got "10"/,
  ],
  [
    'steps that do not ascend',
    volume({
      steps: [
        { from: '0', rate: '0.04' },
        { from: '500', rate: '0.05' },
        { from: '500.00', rate: '0.06' },
      ],
    }),
    'rules[0].pay.volume.steps[2].from',
    /more than the step before it, "500", got "500.00"/,
  ],
  [
    'steps in other decimals',
    volume({
      steps: [
        { from: '0', rate: '0.04' },
        { from: '0.001', rate: '0.05' },
      ],
    }),
    'rules[0].pay.volume.steps[1].from',
    /USD has 2 decimals/,
  ],
  [
    'half a conversion as a step',
    volume({
      metric: 'conversions',
      steps: [
        { from: '0', rate: '0.04' },
        { from: '1.5', rate: '0.05' },
      ],
    }),
    'rules[0].pay.volume.steps[1].from',
    /whole number of conversions, got "1.5"/,
  ],
  [
    'a flat step of money',
    volume({ steps: [{ from: '0', flat: usd('1') }] }),
    'rules[0].pay.volume.steps[0].flat',
    /carries a rate/,
  ],
  ['no steps', volume({ steps: [] }), 'rules[0].pay.volume.steps', /at least one step/],
  ['a window of a week', volume({ window: 'week' }), 'rules[0].pay.volume.window', /one of "month"/],
  [
    'a cap with too many decimals',
    rule({ cap: { amount: '1.001', per: 'conversion' } }),
    'rules[0].cap.amount',
    /USD has 2 decimals/,
  ],
  ['half a month', rule({ months: 0.5 }), 'rules[0].months', /a whole number/],
  [
    'a dimension that there is not',
    rule({ when: { colour: ['red'] } }),
    'rules[0].when.colour',
    /not a dimension; known are kind/,
  ],
  [
    'a condition that is not a list',
    rule({ when: { tier: 'gold' } }),
    'rules[0].when.tier',
    /must be a list, got "gold"/,
  ],
  [
    'a kind that there is not',
    rule({ when: { kind: ['gift'] } }),
    'rules[0].when.kind[0]',
    /one of "sale".*got "gift"/,
  ],
  [
    'dates that end before they begin',
    rule({ when: { dateRange: { from: '2026-12-02', to: '2026-12-01' } } }),
    'rules[0].when.dateRange.to',
    /must not be before from/,
  ],
  [
    'a bonus for half an item',
    bonus({ metric: 'items', reaches: '1.5' }),
    'bonuses[0].reaches',
    /whole number of items/,
  ],
  [
    'a bonus that is a share of conversions',
    bonus({ metric: 'conversions', pay: { rate: '0.1' } }),
    'bonuses[0].pay.rate',
    /not money/,
  ],
  [
    'a bonus in other money',
    bonus({ pay: { flat: { amount: '5', currency: 'EUR' } } }),
    'bonuses[0].pay.flat.currency',
    /must be USD/,
  ],
  [
    'an override above the whole',
    later({ overrides: { rates: ['0.1', '2'], of: 'commission' } }),
    'overrides.rates[1]',
    /at most 1/,
  ],
  ['a rounding that there is not', later({ rounding: 'nearest' }), 'rounding', /one of "half-even".*got "nearest"/],
  ['no rounding', later({ rounding: undefined }), 'rounding', /is required: one of "half-even"/],
  [
    'a date that there is not',
    later({ effectiveFrom: '2026-02-29' }),
    'effectiveFrom',
    /2026-02 has 28 days, got "2026-02-29"/,
  ],
  ['a member that there is not', later({ holdMonths: 1 }), 'holdMonths', /is not known here/],
];

describe('a plan', () => {
  it.each(REFUSED)('with %s is refused, and nothing is written', async (_what, body, field, reason) => {
    const { stores, written } = watchedStores();
    const app = await aShop(anApp({ stores }));
    const before = written().length;
    const reply = await app.call('POST', plans, { body });
    expect(reply.status, reply.text).toBe(422);
    expect(reasonFor(reply, field), reply.text).toMatch(reason);
    expect(written().slice(before)).toEqual([]);
  });

  it('of every feature is published as it was written', async () => {
    const app = await aShop();
    const body = later({
      rules: [
        {
          id: 'volume',
          when: { segment: ['volume'], 'metadata.channel': ['app'] },
          pay: {
            volume: {
              metric: 'conversions',
              window: 'quarter',
              mode: 'retroactive',
              steps: [
                { from: '0', rate: '0' },
                { from: '10', flat: usd('1.50') },
              ],
            },
          },
        },
        {
          id: 'flat',
          when: { kind: ['lead'], weekday: ['sat', 'sun'] },
          pay: { flat: usd('5.00'), per: 'item' },
          cap: { amount: '50.00', per: 'partner-period' },
        },
        { id: 'base', when: { minBase: '10.00', partner: ['ptn_1'] }, pay: { rate: '0.05' }, months: 0 },
      ],
      shares: [
        {
          id: 'label',
          rate: '0.30',
          among: [
            { partner: 'ptn_1', weight: '2' },
            { partner: 'ptn_2', weight: '1' },
          ],
          when: {},
        },
      ],
      bonuses: [{ id: 'b1', metric: 'base', window: 'year', reaches: '500000', pay: { rate: '0.01' } }],
      overrides: { rates: ['0.10', '0.05'], of: 'commission' },
    });
    expect(await post(app, plans, body)).toEqual({
      ...body,
      status: 'published',
      draftedBy: 'admin@example.com',
      publishedBy: 'admin@example.com',
      publishedAt: '2026-10-02T15:00:00Z',
    });
  });

  it('is never edited: the same again is the same, other content is a conflict', async () => {
    const app = await aShop();
    const first = await post(app, plans, later());
    // Long after it took effect, telling it again still changes nothing.
    app.setNow('2027-01-01T00:00:00Z');
    expect(await post(app, plans, later())).toEqual(first);
    const reply = await app.call('POST', plans, { body: later({ holdDays: 7 }) });
    expect([reply.status, reply.json.code]).toEqual([409, 'plan.conflict']);
    expect(reasonFor(reply, 'holdDays')).toBe('is recorded as 0, got 7');
  });

  it('that is the first may reach back, so that history can be imported', async () => {
    const app = anApp();
    await post(app, '/v1/programs', aProgram());
    expect((await post(app, plans, aPlan({ effectiveFrom: '2020-01-01' }))).effectiveFrom).toBe('2020-01-01');
  });

  it('that is a later one takes effect on a business date after its publication', async () => {
    const app = await aShop();
    // Still 9 October in UTC, already 10 October in Tokyo.
    app.setNow('2026-10-10T00:30:00+09:00');
    for (const effectiveFrom of ['2026-10-01', '2026-10-09', '2026-10-10']) {
      const reply = await app.call('POST', plans, { body: later({ effectiveFrom }) });
      expect([reply.status, reply.json.code]).toEqual([422, 'plan.backdated']);
      expect(reasonFor(reply, 'effectiveFrom')).toMatch(/must be after 2026-10-10, the date in Asia\/Tokyo/);
    }
    expect((await post(app, plans, later({ effectiveFrom: '2026-10-11' }))).version).toBe(2);
  });
});
