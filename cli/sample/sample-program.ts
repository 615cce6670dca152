import type { Plan } from '../../domain/commission/plan.ts';
import type { Program } from '../../domain/partner/program.ts';

export const SAMPLE_PERIOD = '2026-10';

/** A tea shop in Uji that pays partners for the orders they bring. */
export const SAMPLE_PROGRAM: Program = {
  programId: 'prg_midori',
  merchantId: '株式会社みどり茶舗',
  name: 'みどり茶舗 パートナープログラム',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  attribution: {
    model: { name: 'position-based', weights: { first: '0.4', middle: '0.2', last: '0.4' } },
    lookbackDays: 30,
    minSecondsToConvert: 30,
    clickDedupeSeconds: 300,
    coupon: 'wins',
  },
  settlement: { period: 'month', thresholdMinor: 3000n },
  tracking: { allowedHosts: ['shop.midori-chaho.example'], clickIdParameter: 'bpid' },
  partnerActivity: true,
};

const yen = (amount: string) => ({ amount, currency: 'JPY' });

export const SAMPLE_PLAN: Plan = {
  version: 1,
  effectiveFrom: '2026-10-01',
  rounding: 'half-even',
  base: { includeTax: false, includeShipping: false },
  holdDays: 14,
  rules: [
    {
      id: 'lead',
      when: { kind: ['lead'] },
      pay: { flat: yen('500'), per: 'conversion' },
      cap: { amount: '1500', per: 'partner-period' },
    },
    { id: 'signup', when: { kind: ['signup'] }, pay: { flat: yen('1200'), per: 'conversion' } },
    { id: 'deal', when: { kind: ['deal'] }, pay: { rate: '0.08' } },
    {
      id: 'volume',
      when: { segment: ['volume'] },
      pay: {
        volume: {
          metric: 'base',
          window: 'month',
          mode: 'marginal',
          steps: [
            { from: '0', rate: '0.04' },
            { from: '50000', rate: '0.06' },
            { from: '150000', rate: '0.09' },
          ],
        },
      },
    },
    { id: 'gold', when: { tier: ['gold'] }, pay: { rate: '0.07' } },
    { id: 'gold-matcha', when: { tier: ['gold'], category: ['matcha'] }, pay: { rate: '0.10' } },
    { id: 'matcha', when: { category: ['matcha'] }, pay: { rate: '0.08' }, cap: { amount: '1500', per: 'conversion' } },
    { id: 'new-customer', when: { customer: ['new'] }, pay: { rate: '0.06' } },
    { id: 'base', when: {}, pay: { rate: '0.05' } },
  ],
  bonuses: [{ id: 'bonus-150k', metric: 'base', window: 'month', reaches: '150000', pay: { flat: yen('5000') } }],
  overrides: { rates: ['0.10'], of: 'commission' },
};
