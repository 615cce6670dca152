import { monthsAfter } from '../../../domain/dates.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import type { ElectronicFiling } from '../../../domain/tax/electronic-filing.ts';
import { electronicFilings, filingKey } from '../../../domain/tax/electronic-filing.ts';
import type { KeptFee, PaidFee } from '../../../domain/tax/paid-fee.ts';
import type { PaymentRecord, WithholdingCorrection, WithholdingDue } from '../../../domain/tax/payment-records.ts';
import {
  japanRecords,
  unitedStatesRecords,
  withholdingCorrections,
  withholdingDue,
} from '../../../domain/tax/payment-records.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import { csvText } from '../csv-text.ts';
import { withPayers } from './kept-fees.ts';
import { taxTables } from './tax-rows.ts';

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

export interface RecordsOf {
  readonly merchantId: MerchantId;
  /** The calendar year of payment. */
  readonly year: number;
  readonly jurisdiction: 'JP' | 'US';
}

export interface YearOfRecords {
  readonly records: readonly PaymentRecord[];
  readonly electronicFiling: readonly ElectronicFiling[];
}

/** The payment records of a year: 支払調書, or the forms of the United States. Those below the threshold stand there too, not to be filed. */
export async function paymentRecords(
  deps: Deps,
  { merchantId, year, jurisdiction }: RecordsOf,
): Promise<YearOfRecords> {
  const tables = await taxTables(deps, merchantId);
  const paid = await paidIn(deps, merchantId, year);
  if (jurisdiction === 'US') {
    const law = { tables, isBankDay: bankDaysOf('us-fed') };
    return { records: unitedStatesRecords(paid, year, law), electronicFiling: [] };
  }
  const law = { tables, isBankDay: bankDaysOf('jp') };
  const records = japanRecords(paid, year, law);
  const deciding = year - 2;
  const earlier = japanRecords(await paidIn(deps, merchantId, deciding), deciding, law);
  return { records, electronicFiling: electronicFilings(records, { earlier, tables }) };
}

async function paidIn(deps: Deps, merchantId: MerchantId, year: number): Promise<readonly PaidFee[]> {
  const kept: KeptFee[] = [];
  for (const month of MONTHS) kept.push(...(await deps.stores.taxes.paidFees(merchantId, `${year}-${month}`)));
  return await withPayers(deps, merchantId, kept);
}

export interface WithholdingList {
  readonly due: readonly WithholdingDue[];
  readonly corrections: readonly WithholdingCorrection[];
}

/** How many months a payment may lie back that is corrected. */
const CORRECTED_MONTHS = 12;

/** What a month of payments withheld, to be remitted by the 10th of the next, and what was remitted for payments that came back in it. */
export async function withholdingDueIn(
  deps: Deps,
  { merchantId, month }: { readonly merchantId: MerchantId; readonly month: string },
): Promise<WithholdingList> {
  const kept: KeptFee[] = [];
  for (let back = CORRECTED_MONTHS; back >= 0; back -= 1) {
    const each = monthsAfter(`${month}-01`, -back).slice(0, month.length);
    kept.push(...(await deps.stores.taxes.paidFees(merchantId, each)));
  }
  const paid = await withPayers(deps, merchantId, kept);
  const isBankDay = bankDaysOf('jp');
  return { due: withholdingDue(paid, month, isBankDay), corrections: withholdingCorrections(paid, month, isBankDay) };
}

const COLUMNS = [
  'form',
  'kind',
  'partner_id',
  'name',
  'address',
  'country',
  'entity_kind',
  'payments',
  'fee',
  'consumption_tax',
  'withheld',
  'currency',
  'threshold',
  'to_file',
  'due_on',
  'needs_review',
  'rule_rows',
  'electronic',
  'payer',
];

/** Payment records as a table, a row a payee and kind. RFC 4180, UTF-8 with a byte order mark. */
export function paymentRecordsCsv({ records, electronicFiling }: YearOfRecords): string {
  const required = new Set(electronicFiling.filter(({ isRequired }) => isRequired).map(filingKey));
  return `\uFEFF${[COLUMNS, ...records.map((record) => rowOf(record, required.has(filingKey(record))))].map(csvText).join('')}`;
}

function rowOf(record: PaymentRecord, isElectronic: boolean): readonly string[] {
  const { payee, currency, thresholdMinor } = record;
  const money = (minor: bigint): string => formatAmount(minor, currency);
  return [
    record.form,
    record.kind,
    record.partnerId,
    payee?.legalName ?? '',
    payee?.address ?? '',
    payee?.country ?? '',
    payee?.entityKind ?? '',
    String(record.payments),
    money(record.feeMinor),
    money(record.taxMinor),
    money(record.withheldMinor),
    currency,
    thresholdMinor === null ? '' : money(thresholdMinor),
    record.isToFile ? 'yes' : 'no',
    record.dueOn,
    record.needsReview.map(({ code }) => code).join(' '),
    record.ruleRows.join(' '),
    record.isToFile && isElectronic ? 'required' : '',
    record.payer.legalName,
  ];
}
