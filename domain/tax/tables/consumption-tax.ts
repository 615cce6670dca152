import type { TaxRow } from './row.ts';

const reviewed = { reviewedOn: '2026-11-23', reviewedBy: 'bunpai' } as const;
const rate = { table: 'consumption_tax_rate', jurisdiction: 'JP', rounding: 'payer', ...reviewed } as const;
const credit = { table: 'transitional_input_credit', jurisdiction: 'JP', rounding: 'down', ...reviewed } as const;
const share = {
  ...credit,
  kind: 'non-registered',
  source: '平成28年改正法附則52条・53条; 令和8年度税制改正 (70・50・30 %)',
};

/** Japan's consumption tax: the rates, and what may be credited of it without a qualified invoice. */
export const consumptionTaxRows: readonly TaxRow[] = [
  {
    ...rate,
    id: 'jp-consumption-standard-2019-10',
    kind: 'standard',
    validFrom: '2019-10-01',
    validTo: null,
    value: { rate: '0.10', national: '0.078', local: '0.022' },
    source: '消費税法29条, 地方税法72条の83; rounding: 消費税法施行令70条の10, NTA インボイスQ&A 問57',
  },
  {
    ...rate,
    id: 'jp-consumption-reduced-2019-10',
    kind: 'reduced',
    validFrom: '2019-10-01',
    validTo: null,
    value: { rate: '0.08', national: '0.0624', local: '0.0176' },
    source: '消費税法29条・2条1項9号の2; a lower rate on food from 2027-04-01 is under discussion, one source only',
  },
  {
    ...share,
    id: 'jp-credit-80-2023-10',
    validFrom: '2023-10-01',
    validTo: '2026-09-30',
    value: { share: '0.8' },
  },
  {
    ...share,
    id: 'jp-credit-70-2026-10',
    validFrom: '2026-10-01',
    validTo: '2028-09-30',
    value: { share: '0.7' },
  },
  {
    ...share,
    id: 'jp-credit-50-2028-10',
    validFrom: '2028-10-01',
    validTo: '2030-09-30',
    value: { share: '0.5' },
  },
  {
    ...share,
    id: 'jp-credit-30-2030-10',
    validFrom: '2030-10-01',
    validTo: '2031-09-30',
    value: { share: '0.3' },
  },
  { ...share, id: 'jp-credit-0-2031-10', validFrom: '2031-10-01', validTo: null, value: { share: '0' } },
  {
    ...credit,
    id: 'jp-credit-cap-2024-10',
    kind: 'yearly-cap',
    validFrom: '2024-10-01',
    validTo: '2026-09-30',
    value: { cap: '1000000000' },
    source: '令和6年度税制改正: years of accounts that begin on or after 2024-10-01, per supplier, tax included',
  },
  {
    ...credit,
    id: 'jp-credit-cap-2026-10',
    kind: 'yearly-cap',
    validFrom: '2026-10-01',
    validTo: null,
    value: { cap: '100000000' },
    source: '令和8年度税制改正: years of accounts that begin on or after 2026-10-01; freee developer notice 8067',
  },
];
