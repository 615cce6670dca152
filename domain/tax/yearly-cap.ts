import type { BusinessDate } from '../dates.ts';
import { fiscalYearStart } from '../dates.ts';
import type { Currency } from '../money/currency.ts';
import { greater } from '../money/lesser.ts';
import { roundRatio } from '../money/round.ts';
import type { FixedSupply, SupplyBasis } from './consumption-tax.ts';
import { taxPerRate } from './consumption-tax.ts';
import type { Payer } from './payer.ts';
import type { TaxTables } from './tax-tables.ts';
import { amountIn, rowOn } from './tax-tables.ts';

/** New supplies of a document, and what the payer bought from the partner before in the same year of accounts, with tax. */
export interface SuppliesToCap {
  readonly document: { readonly currency: Currency; readonly suppliedTo: BusinessDate };
  readonly fixedMinor: bigint;
  readonly boughtThisYearMinor: bigint;
  readonly payer: Payer;
  readonly tables: TaxTables;
}

/** The new supplies, each part on its basis; `capped` are the same where some or all of them are beyond the cap. */
export interface SuppliesByCap {
  readonly fixed: readonly FixedSupply[];
  readonly capped?: readonly FixedSupply[] | undefined;
}

/** What of the new supplies is within the yearly cap of the transitional credit, and what is beyond it and gets none. */
export function withinCap(
  { document, fixedMinor, boughtThisYearMinor, payer, tables }: SuppliesToCap,
  basis: SupplyBasis,
): SuppliesByCap {
  if (fixedMinor === 0n) return { fixed: [] };
  const whole = [{ amountMinor: fixedMinor, basis }];
  if (basis.code !== 'JP_TRANSITIONAL' || document.currency !== 'JPY') return { fixed: whole };
  const on = fiscalYearStart(document.suppliedTo, payer.fiscalYearStartMonth);
  const cap = rowOn(tables, { table: 'transitional_input_credit', kind: 'yearly-cap', on });
  if (cap === null) return { fixed: whole };
  const [gross] = taxPerRate(whole, payer.taxRounding).map((rate) => rate.grossMinor);
  const leftMinor = amountIn(cap, 'cap', 'JPY') - boughtThisYearMinor;
  const within = { ...basis, ruleRows: [...basis.ruleRows, cap.id] };
  if (gross === undefined || gross <= leftMinor) return { fixed: [{ amountMinor: fixedMinor, basis: within }] };
  const insideMinor = roundRatio(fixedMinor * greater(leftMinor, 0n), gross, 'down');
  const beyond: SupplyBasis = { ...within, code: 'JP_NO_CREDIT', creditShare: '0' };
  const capped = [
    ...(insideMinor === 0n ? [] : [{ amountMinor: insideMinor, basis: within }]),
    { amountMinor: fixedMinor - insideMinor, basis: beyond },
  ];
  return { fixed: capped, capped };
}
