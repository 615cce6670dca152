import type { IssuedStatement } from '../../../domain/statement/document.ts';
import { documentNumber } from '../../../domain/statement/document.ts';
import { documentWords } from '../../../domain/statement/text/document-words.ts';
import type { Language } from '../../../domain/statement/text/words.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { printFont } from './font.ts';
import { printHead } from './print-head.ts';
import { printLines } from './print-lines.ts';
import { printNotes } from './print-notes.ts';
import { printSums } from './print-sums.ts';
import type { Printing } from './printing.ts';
import { FAINT, LEFT, RIGHT, Sheet } from './sheet.ts';

/** A statement as PDF on A4. The same statement, language and address always give the same bytes. */
export async function printStatement(
  statement: IssuedStatement,
  { language, address }: { readonly language: Language; readonly address: string | null },
): Promise<Uint8Array> {
  const words = documentWords(language);
  const { document, partner, period, statementId } = statement;
  const issuedAt = new Date(document?.issuedAt ?? period.end);
  const title = `${words.title} ${partner.name} ${period.id}`;
  const author = document?.payer?.name ?? statement.program.name;
  const sheet = new Sheet(printFont(), { title, author, issuedAt, language });
  const printing: Printing = { sheet, statement, words, language, address };
  printHead(printing);
  printSums(printing);
  printLines(printing);
  printNotes(printing);
  const name = document === undefined ? words.draft : documentNumber(statementId, document.version);
  return await sheet.finish((page, pages) => {
    const place = { y: FOOTER, size: 7, color: FAINT };
    sheet.rule(FOOTER - 6);
    sheet.print(name, { ...place, field: 'statementId', x: LEFT, width: 380 });
    sheet.print(say(words.page, { page, pages }), { ...place, field: 'page', x: RIGHT, align: 'right' });
  });
}

const FOOTER = 804;
