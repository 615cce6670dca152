import { DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Account } from '../../../domain/ledger/account.ts';
import { DEFAULT_NAMES } from '../../../domain/ledger/accounting-names.ts';
import { BOOK_CURRENCY, TAX_UNKNOWN, taxOfEntries } from '../../../domain/ledger/accounting-rows.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { journalHead, journalText } from '../../../domain/ledger/journal-text.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';
import type { Encoding } from './accounting-bytes.ts';
import { accountingBytes, encodingOf } from './accounting-bytes.ts';
import type { AccountingFormat } from './accounting-csv.ts';
import { TAX_NAMES } from './accounting-csv.ts';
import { accountingFile } from './journal-rows.ts';

export type JournalFormat = 'jsonl' | 'ledger' | 'hledger' | AccountingFormat;

interface ExportJournal {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly format: JournalFormat;
  /** Null: what the program that is to read it takes without being told. */
  readonly encoding: Encoding | null;
}

/** What was exported, and how many postings are not in it since accounting is kept in yen. */
export interface ExportedJournal {
  readonly bytes: Uint8Array;
  readonly leftOut: number;
}

/** All entries in the books of a period as a file: as they are, for plain-text accounting, or for an accounting program. */
export async function exportJournal(deps: Deps, command: ExportJournal): Promise<ExportedJournal> {
  const { scope, periodId, format } = command;
  const program = await programOf(deps, scope);
  const entries: Entry[] = [];
  const partnerIds = (await deps.stores.partners.enrollments(scope)).map(({ partnerId }) => partnerId).sort();
  for (const partnerId of partnerIds) {
    for await (const entry of deps.stores.ledger.entries(scope, partnerId, periodId)) entries.push(entry);
  }
  if (format === 'jsonl') return whole(entries.map((entry) => `${canonical(entry)}\n`).join(''));
  if (format === 'ledger' || format === 'hledger') return whole(plainText(entries));
  if (program.currency !== BOOK_CURRENCY) {
    const message = {
      en: `${format} keeps books in ${BOOK_CURRENCY}; the program is in ${program.currency}`,
      ja: `${format}の帳簿は${BOOK_CURRENCY}建てです。プログラムの通貨は${program.currency}です。`,
    };
    throw new DomainError('currency.mismatch', message, { field: 'format' });
  }
  return await accountingExport(deps, { ...command, format }, entries);
}

const whole = (text: string): ExportedJournal => ({ bytes: Buffer.from(text), leftOut: 0 });

function plainText(entries: readonly Entry[]): string {
  const accounts = new Set<Account>();
  const currencies = new Set<string>();
  for (const { currency, postings } of entries) {
    for (const posting of postings) {
      accounts.add(posting.from).add(posting.to);
      currencies.add(posting.currency ?? currency);
    }
  }
  return journalHead(accounts, currencies) + entries.map(journalText).join('');
}

async function accountingExport(
  { stores }: Deps,
  { scope, format, encoding }: ExportJournal & { readonly format: AccountingFormat },
  entries: readonly Entry[],
): Promise<ExportedJournal> {
  const file = accountingFile({ format, names: DEFAULT_NAMES, taxes: TAX_NAMES[format] });
  let text = file.head;
  for (const [, own] of Map.groupBy(entries, ({ partnerId }) => partnerId)) {
    const [first] = own;
    const tax = first === undefined ? null : await stores.taxes.statementTax(scope.merchantId, first);
    const known = tax === null ? TAX_UNKNOWN : taxOfEntries(tax);
    for (const entry of own) text += file.rowsOf(entry, known);
  }
  return { bytes: accountingBytes(text, encoding ?? encodingOf(format)), leftOut: file.leftOut() };
}
