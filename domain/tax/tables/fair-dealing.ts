import type { TaxRow } from './row.ts';

const japan = {
  jurisdiction: 'JP',
  validTo: null,
  rounding: 'none',
  reviewedOn: '2026-11-23',
  reviewedBy: 'bunpai',
} as const;

/** Until when a partner must be paid, and whom those laws protect. */
export const fairDealingRows: readonly TaxRow[] = [
  {
    ...japan,
    id: 'jp-freelance-2024-11',
    table: 'payment_term',
    kind: 'freelance',
    validFrom: '2024-11-01',
    value: { days: '60' },
    source: 'フリーランス・事業者間取引適正化等法4条1項',
  },
  {
    ...japan,
    id: 'jp-freelance-recommission-2024-11',
    table: 'payment_term',
    kind: 'freelance-recommission',
    validFrom: '2024-11-01',
    value: { daysAfterOriginalPayment: '30' },
    source: 'フリーランス・事業者間取引適正化等法4条3項',
  },
  {
    ...japan,
    id: 'jp-subcontract-2026-01',
    table: 'payment_term',
    kind: 'subcontract',
    validFrom: '2026-01-01',
    value: { days: '60', lateInterest: '0.146' },
    source: '中小受託取引適正化法 (取適法) 3条・6条',
  },
  {
    ...japan,
    id: 'jp-subcontract-2004-04',
    table: 'payment_term',
    kind: 'subcontract',
    validFrom: '2004-04-01',
    validTo: '2025-12-31',
    value: { days: '60', lateInterest: '0.146' },
    source:
      '下請代金支払遅延等防止法2条の2・4条の2, which it was before; services and information goods since 2004-04-01',
    reviewedOn: '2026-11-30',
  },
  {
    ...japan,
    id: 'jp-monthly-close-2004-04',
    table: 'payment_term',
    kind: 'monthly-close',
    validFrom: '2004-04-01',
    value: { months: '2' },
    source:
      'practice of the 公正取引委員会: with a monthly close and a fixed day of payment 60 days are counted as two months; one secondary source, to be confirmed',
    reviewedOn: '2026-11-30',
  },
  {
    ...japan,
    id: 'jp-subcontract-test-2026-01',
    table: 'subcontract_test',
    kind: 'services',
    validFrom: '2026-01-01',
    value: { employees: '100', capital: '50000000', smallCapital: '10000000' },
    source:
      '取適法2条8項・9項, services and information goods; the amounts of capital are of the law before, to be confirmed',
  },
];
