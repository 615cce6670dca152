import type { AccountingRow, AccountingSide, InputTax } from '../../../domain/ledger/accounting-rows.ts';
import { ratioOf } from '../../../domain/money/ratio.ts';
import { roundRatio } from '../../../domain/money/round.ts';
import { csvText } from '../csv-text.ts';

/** Accounting programs of Japan whose import we write. */
export const ACCOUNTING_FORMATS = ['freee', 'moneyforward', 'yayoi'] as const;

export type AccountingFormat = (typeof ACCOUNTING_FORMATS)[number];

/** How an accounting program calls kinds of tax; `{rate}` and `{share}` stand for percentages: `課対仕入(控{share}){rate}%`. */
export interface TaxNames {
  readonly qualified: string;
  readonly transitional: string;
  /** Tax of which nothing may be credited. */
  readonly noCredit: string;
  /** Everything but input tax. */
  readonly none: string;
}

/** The names that each program ships with. */
export const TAX_NAMES: Readonly<Record<AccountingFormat, TaxNames>> = {
  freee: {
    qualified: '課対仕入{rate}%',
    transitional: '課対仕入(控{share}){rate}%',
    noCredit: '対象外',
    none: '対象外',
  },
  moneyforward: { qualified: '課税仕入 {rate}%', transitional: '課税仕入 {rate}%', noCredit: '対象外', none: '対象外' },
  yayoi: {
    qualified: '課対仕入別{rate}%適格',
    transitional: '課対仕入別{rate}%区分{share}%',
    noCredit: '対象外',
    none: '対象外',
  },
};

interface Columns {
  readonly header: readonly string[] | null;
  readonly row: (row: AccountingRow, number: number, taxes: TaxNames) => readonly string[];
}

/** One row of a file for an accounting program; `number` counts the rows from 1. */
export function accountingCsvRow(
  row: AccountingRow,
  { format, number, taxes }: { readonly format: AccountingFormat; readonly number: number; readonly taxes: TaxNames },
): string {
  return csvText(COLUMNS[format].row(row, number, taxes));
}

/** What stands above the rows; nothing for 弥生. */
export function accountingCsvHead(format: AccountingFormat): string {
  const { header } = COLUMNS[format];
  return header === null ? '' : csvText(header);
}

const SIDES = ['借方', '貸方'] as const;
const slashed = (date: string): string => date.replaceAll('-', '/');

const freee: Columns = {
  header: [
    '日付',
    '伝票番号',
    '決算整理仕訳',
    ...SIDES.flatMap((side) =>
      ['勘定科目', '補助科目', '取引先', '税区分', '金額', '税額'].map((name) => `${side}${name}`),
    ),
    '摘要',
  ],
  row: ({ date, debit, credit, amountMinor, text, entryId }, number, taxes) => {
    const side = (own: AccountingSide): readonly string[] => {
      return [own.account, own.sub, own.partnerId ?? '', taxName(own, taxes), String(amountMinor), ''];
    };
    return [slashed(date), String(number), '', ...side(debit), ...side(credit), `${text} ${entryId}`];
  },
};

const moneyforward: Columns = {
  header: [
    '取引No',
    '取引日',
    ...SIDES.flatMap((side) =>
      ['勘定科目', '補助科目', '部門', '取引先', '税区分', 'インボイス', '金額(円)', '税額'].map(
        (name) => `${side}${name}`,
      ),
    ),
    '摘要',
    '仕訳メモ',
    'タグ',
    'MF仕訳タイプ',
    '決算整理仕訳',
    '作成日時',
    '作成者',
    '最終更新日時',
    '最終更新者',
  ],
  row: ({ date, debit, credit, amountMinor, text, entryId }, number, taxes) => {
    const side = (own: AccountingSide): readonly string[] => {
      return [own.account, own.sub, '', '', taxName(own, taxes), invoice(own), String(amountMinor), ''];
    };
    const last = [text, entryId, '', '', '', '', '', '', ''];
    return [String(number), slashed(date), ...side(debit), ...side(credit), ...last];
  },
};

const ONE_ROW = '2000';
const PLAIN_JOURNAL = '0';

/** 25 columns, without a header: 識別フラグ, 伝票No, 決算, 取引日付, two sides of six, 摘要, 番号, 期日, タイプ, 生成元, 仕訳メモ, 付箋1, 付箋2, 調整. */
const yayoi: Columns = {
  header: null,
  row: ({ date, debit, credit, amountMinor, text, entryId }, _number, taxes) => {
    const side = (own: AccountingSide): readonly string[] => {
      return [own.account, own.sub, '', taxName(own, taxes), String(amountMinor), ''];
    };
    const last = [text, '', '', PLAIN_JOURNAL, '', entryId, '0', '0', 'no'];
    return [ONE_ROW, '', '', slashed(date), ...side(debit), ...side(credit), ...last];
  },
};

const COLUMNS: Readonly<Record<AccountingFormat, Columns>> = { freee, moneyforward, yayoi };

/** Empty where nothing is known of it: the program then asks, or takes what is set for the account. */
function taxName({ tax }: AccountingSide, taxes: TaxNames): string {
  if (tax === 'none') return taxes.none;
  if (tax === 'unknown') return '';
  return templateOf(tax, taxes).replace('{rate}', percent(tax.rate)).replace('{share}', percent(tax.creditShare));
}

function templateOf({ code }: InputTax, taxes: TaxNames): string {
  if (code === 'JP_QUALIFIED') return taxes.qualified;
  if (code === 'JP_TRANSITIONAL') return taxes.transitional;
  return code === 'JP_NO_CREDIT' ? taxes.noCredit : taxes.none;
}

function invoice({ tax }: AccountingSide): string {
  if (typeof tax === 'string') return '';
  if (tax.code === 'JP_QUALIFIED') return '適格';
  return tax.code === 'JP_TRANSITIONAL' ? `${percent(tax.creditShare)}%控除` : '';
}

function percent(decimal: string): string {
  const { numerator, denominator } = ratioOf(decimal);
  return String(roundRatio(numerator * 100n, denominator, 'half-up'));
}
