import { ledgerRoutes } from '../../contract/routes/ledger.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { JournalFormat } from '../../usecases/ledger/export-journal.ts';
import { exportJournal } from '../../usecases/ledger/export-journal.ts';

const FILES: Readonly<Record<JournalFormat, { readonly type: string; readonly extension: string }>> = {
  jsonl: { type: 'text/plain', extension: 'jsonl' },
  ledger: { type: 'text/plain', extension: 'journal' },
  hledger: { type: 'text/plain', extension: 'journal' },
  freee: { type: 'text/csv', extension: 'csv' },
  moneyforward: { type: 'text/csv', extension: 'csv' },
  yayoi: { type: 'text/csv', extension: 'csv' },
};

/** The entries of a period as a file; `bunpai-left-out` counts the postings that are not in yen, and so not in it. */
export const readJournal = operation(ledgerRoutes.readJournal, async ({ deps, scope, parameters, query }) => {
  const { periodId } = parameters;
  const { format, encoding = null } = query;
  const { bytes, leftOut } = await exportJournal(deps, { scope, periodId, format, encoding });
  const { type, extension } = FILES[format];
  const headers = {
    'content-type': type === 'text/csv' ? type : `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${periodId}-${format}.${extension}"`,
    'bunpai-left-out': String(leftOut),
  };
  return { headers, bytes };
});

export const handler = readJournal.handlerOn(awsHost);
