import type { Plan } from '../../domain/commission/plan.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { aPlan, at } from '../support/build.ts';
import type { ReferenceRules } from './reference.ts';
import { DAY } from './year-facts.ts';

export const MERCHANT = 'mer_1';
export const SCOPE = { merchantId: MERCHANT, programId: 'prg_1' };
export const JOINED = at('2025-12-01T00:00:00+09:00');
const HOLD_DAYS = 20;
export const GOLD_SINCE = at('2026-05-10T15:00:00+09:00');
const SECOND_PLAN_SINCE = '2026-08-01';

const TIERED: Readonly<Record<string, bigint>> = { tea: 5n, cup: 8n, set: 12n };

export const FIRST_PLAN: Plan = aPlan({
  effectiveFrom: '2026-01-01',
  rounding: 'down',
  holdDays: HOLD_DAYS,
  rules: [
    { id: 'gold', when: { tier: ['gold'], product: ['tea'] }, pay: { rate: '0.1' } },
    { id: 'cup', when: { product: ['cup'] }, pay: { rate: '0.08' } },
    { id: 'set', when: { product: ['set'] }, pay: { rate: '0.12' } },
    { id: 'base', when: {}, pay: { rate: '0.05' } },
  ],
  bonuses: [
    {
      id: 'month',
      metric: 'base',
      window: 'month',
      reaches: '60000',
      pay: { flat: { amount: '1500', currency: 'JPY' } },
    },
  ],
  overrides: { rates: ['0.1'], of: 'commission' },
});
/** From August on tea pays seven percent. */
export const SECOND_PLAN: Plan = {
  ...FIRST_PLAN,
  version: 2,
  effectiveFrom: SECOND_PLAN_SINCE,
  rules: FIRST_PLAN.rules.map((rule) => (rule.id === 'base' ? { ...rule, pay: { rate: '0.07' } } : rule)),
};

export const calendar = calendarOf('Asia/Tokyo');
export const GOLD = 'ptn_2';
const RECRUITED = 'ptn_3';
const RECRUITER = 'ptn_1';

export const RULES: ReferenceRules = {
  lookbackMs: 30 * DAY,
  holdMs: HOLD_DAYS * DAY,
  thresholdMinor: 3_000n,
  bonus: { reachesMinor: 60_000n, paysMinor: 1_500n },
  overridePercent: 10n,
  recruiterOf: new Map([[RECRUITED, RECRUITER]]),
  percentOf: ({ occurredAt }, { productId }, partnerId) => {
    if (productId !== 'tea') return TIERED[productId ?? ''] ?? 0n;
    if (partnerId === GOLD && occurredAt >= GOLD_SINCE) return 10n;
    return occurredAt >= at(`${SECOND_PLAN_SINCE}T00:00:00+09:00`) ? 7n : 5n;
  },
  isActive: (_, instant) => instant >= JOINED,
  monthOf: (instant) => calendar.periodOf(instant).periodId,
};
