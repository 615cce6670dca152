import type { PartnerId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import { lastDayOf } from '../settlement/calendar.ts';
import type { TaxCode } from '../tax/consumption-tax.ts';
import type { StatementTax } from '../tax/statement-tax.ts';
import type { Account } from './account.ts';
import { bucketOf, EXPENSE } from './account.ts';
import type { AccountingNames } from './accounting-names.ts';
import { accountingNameOf } from './accounting-names.ts';
import type { Entry, EntryKind } from './entry.ts';

/** What Japanese accounting is kept in: the exports hold whole yen and nothing else. */
export const BOOK_CURRENCY: Currency = 'JPY';

/** Why input tax may be credited, and which part of it; rate and share are decimals. */
export interface InputTax {
  readonly code: TaxCode;
  readonly rate: string;
  readonly creditShare: string;
}

/** What a statement says of the tax on an entry, where it is known: how input tax came about, and a mark on what bears none of its own. */
export interface TaxOfEntry {
  readonly inputTax: InputTax | null;
  /** The payer accounts for the tax of the service itself (特定課税仕入れ): no row has its tax, so its expense is marked. */
  readonly isReverseCharge: boolean;
}

/** One side of a journal row. */
export interface AccountingSide {
  readonly account: string;
  readonly sub: string;
  /** Whose account it is; null: the company's own. */
  readonly partnerId: PartnerId | null;
  /** `none` on every account but input tax; `unknown` where nothing says how the tax came about. */
  readonly tax: InputTax | 'none' | 'unknown';
}

/** A posting as accounting programs take it: one debit, one credit, one positive amount of yen. */
export interface AccountingRow {
  /** When it was booked; of consumption tax the last day of its supplies (課税仕入れを行った日), by which programs file and take its share. */
  readonly date: string;
  readonly debit: AccountingSide;
  readonly credit: AccountingSide;
  readonly amountMinor: bigint;
  readonly text: string;
  readonly entryId: string;
}

const KINDS: Readonly<Record<EntryKind, string>> = {
  accrual: '計上',
  release: '確定',
  clawback: '取消',
  'true-up': '料率差額',
  bonus: 'ボーナス',
  override: '紹介報酬',
  adjustment: '調整',
  opening: '引継残高',
  reserve: '留保',
  tax: '消費税',
  payout: '支払確定',
  remittance: '振込',
  return: '振込戻り',
  exchange: '為替決済',
};

/** In the text, since programs call its kind of tax differently, and bookkeepers look for it when they file. */
const REVERSE_CHARGE = 'リバースチャージ対象';

/**
 * The postings of an entry as rows of a journal, each balanced by itself. Postings in another currency than yen have no row:
 * accounting takes them from the bank's own figure.
 */
export function accountingRows(
  entry: Entry,
  { names, inputTax, isReverseCharge }: TaxOfEntry & { readonly names: AccountingNames },
): readonly AccountingRow[] {
  const { bookedOn, currency, entryId, kind, partnerId, periodId } = entry;
  const text = `成果報酬 ${KINDS[kind]} ${periodId} ${partnerId}`;
  const side = (account: Account): AccountingSide => ({
    ...accountingNameOf(account, names),
    partnerId: bucketOf(account)?.partnerId ?? null,
    tax: account === 'input-tax' ? (inputTax ?? 'unknown') : 'none',
  });
  return entry.postings
    .filter((posting) => (posting.currency ?? currency) === BOOK_CURRENCY)
    .map(({ from, to, amountMinor }) => ({
      date: kind === 'tax' ? lastDayOf(periodId) : bookedOn,
      debit: side(from),
      credit: side(to),
      amountMinor,
      text: isReverseCharge && (from === EXPENSE || to === EXPENSE) ? `${text} ${REVERSE_CHARGE}` : text,
      entryId,
    }));
}

/** What a statement says of the tax of its entries. */
export function taxOfEntries(tax: Pick<StatementTax, 'rates' | 'notes'>): TaxOfEntry {
  const codes = new Set(tax.notes.map(({ code }) => code));
  const isReverseCharge = codes.has('jp.reverse-charge') && !codes.has('jp.reverse-charge-dormant');
  return { inputTax: inputTaxOf(tax), isReverseCharge };
}

/** Where nothing says how an entry is taxed. */
export const TAX_UNKNOWN: TaxOfEntry = { inputTax: null, isReverseCharge: false };

/** How the tax of a statement came about, where all of it came about in one way; null where it did not. */
function inputTaxOf({ rates }: Pick<StatementTax, 'rates'>): InputTax | null {
  const found = rates
    .filter(({ taxMinor }) => taxMinor !== 0n)
    .flatMap(({ rate, parts }) => parts.map(({ code, creditShare }): InputTax => ({ code, rate, creditShare })));
  const [first] = found;
  const isOne = found.every(
    ({ code, rate, creditShare }) => code === first?.code && rate === first.rate && creditShare === first.creditShare,
  );
  return first !== undefined && isOne ? first : null;
}
