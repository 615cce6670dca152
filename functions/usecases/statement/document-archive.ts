import { createHash } from 'node:crypto';
import type { Zippable } from 'fflate';
import { zipSync } from 'fflate';
import { DomainError } from '../../../domain/errors.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import type { IssuedStatement } from '../../../domain/statement/document.ts';
import { documentNumber } from '../../../domain/statement/document.ts';
import type { Deps } from '../../runtime/deps.ts';
import { csvText } from '../csv-text.ts';
import { readDocument } from './read-document.ts';
import type { DocumentQuery } from './search-documents.ts';
import { searchDocuments } from './search-documents.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = ['date', 'amount', 'currency', 'party', 'document_no', 'status', 'file', 'sha256'];
/** A zip knows no zones and no year before 1980; the same documents have the same bytes. */
const ZIP_TIME = '1980-01-01T00:00:00';

interface Form<Format extends string> {
  readonly format: Format;
  readonly fileOf: (statement: IssuedStatement, format: Format | 'json') => Promise<Uint8Array>;
}

/** One page of documents as a zip, with an index of date, amount, party, number and hash (電子帳簿保存法7条). */
export async function documentArchive<Format extends string>(
  deps: Deps,
  query: DocumentQuery,
  form: Form<Format>,
): Promise<{ readonly bytes: Uint8Array; readonly next: string | null }> {
  const { documents, next } = await searchDocuments(deps, query);
  const files: Zippable = {};
  let index = `${BYTE_ORDER_MARK}${csvText(COLUMNS)}`;
  for (const { fact, status } of documents) {
    const { currency, issuedOn, statementId, totalMinor, version } = fact;
    const statement = await readDocument(deps, { ...query, statementId, version });
    const { bytes, format } = await fileIn(statement, form);
    const name = `${encodeURIComponent(documentNumber(statementId, version))}.${format}`;
    files[name] = bytes;
    const hash = createHash('sha256').update(bytes).digest('hex');
    const number = documentNumber(statementId, version);
    const party = statement.document?.partner.name ?? statement.partner.name;
    index += csvText([issuedOn, formatAmount(totalMinor, currency), currency, party, number, status, name, hash]);
  }
  files['index.csv'] = Buffer.from(index);
  return { bytes: zipSync(files, { mtime: ZIP_TIME, level: 6 }), next };
}

/** A statement in its form, or as JSON where the font lacks a letter of it: one of them must not keep the others from being had. */
async function fileIn<Format extends string>(statement: IssuedStatement, { format, fileOf }: Form<Format>) {
  try {
    return { format, bytes: await fileOf(statement, format) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'document.missing-glyph') throw error;
    return { format: 'json', bytes: await fileOf(statement, 'json') };
  }
}
