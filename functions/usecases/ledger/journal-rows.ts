import type { AccountingNames } from '../../../domain/ledger/accounting-names.ts';
import type { TaxOfEntry } from '../../../domain/ledger/accounting-rows.ts';
import { accountingRows } from '../../../domain/ledger/accounting-rows.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { AccountingFormat, TaxNames } from './accounting-csv.ts';
import { accountingCsvHead, accountingCsvRow } from './accounting-csv.ts';

/** What a company calls things in its accounting program. */
export interface AccountingTerms {
  readonly format: AccountingFormat;
  readonly names: AccountingNames;
  readonly taxes: TaxNames;
}

/** A file for an accounting program that grows entry by entry. */
export interface AccountingFile {
  /** The rows of the next entry. */
  readonly rowsOf: (entry: Entry, tax: TaxOfEntry) => string;
  /** How many postings were left out since they are not in yen. */
  readonly leftOut: () => number;
}

export function accountingFile({ format, names, taxes }: AccountingTerms): AccountingFile & { readonly head: string } {
  let number = 0;
  let leftOut = 0;
  return {
    head: accountingCsvHead(format),
    rowsOf: (entry, tax) => {
      const rows = accountingRows(entry, { names, ...tax });
      leftOut += entry.postings.length - rows.length;
      let text = '';
      for (const row of rows) {
        number += 1;
        text += accountingCsvRow(row, { format, number, taxes });
      }
      return text;
    },
    leftOut: () => leftOut,
  };
}
