import { explanationPath } from '../../../domain/statement/explanation-path.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { localDate } from './local-date.ts';
import type { Printing } from './printing.ts';
import { FAINT, LEFT, RIGHT } from './sheet.ts';

const SIZE = 8;
const WIDTH = RIGHT - LEFT;

/** What law and finance want said: content, silence, qualification, reverse charge; and where every amount is explained. */
export function printNotes(printing: Printing): void {
  const { sheet, words } = printing;
  const notes = notesOf(printing);
  if (!sheet.fits(40)) sheet.newPage();
  sheet.heading(words.notes, LEFT, sheet.y);
  sheet.down(16);
  for (const note of notes) {
    for (const [index, row] of sheet.wrapped(note, { field: 'notes', size: SIZE, width: WIDTH - 10 }).entries()) {
      if (!sheet.fits(SIZE * 1.5)) sheet.newPage();
      if (index === 0) sheet.print('·', { field: 'notes', x: LEFT, y: sheet.y, size: SIZE, color: FAINT });
      sheet.print(row, { field: 'notes', x: LEFT + 10, y: sheet.y, size: SIZE });
      sheet.down(SIZE * 1.5);
    }
    sheet.down(2);
  }
}

/** The tax of a document says this sentence in its own words; it is said once. */
const SILENCE = 'jp.qualified';
const NOT_QUALIFIED = 'jp.not-qualified';

function notesOf({ statement, words, language, address }: Printing): readonly string[] {
  const { document, period, program } = statement;
  const notes = [say(words.adPerformance, { program: program.name })];
  if (document !== undefined) {
    notes.push(say(words.silence, { date: localDate(document.confirmBy, period.timezone) }), words.noSecondInvoice);
    const said = document.tax?.notes.filter(({ code }) => code !== SILENCE && code !== NOT_QUALIFIED) ?? [];
    if (document.tax?.notes.some(({ code }) => code === NOT_QUALIFIED)) notes.push(words.notQualified);
    notes.push(...said.map((note) => note[language]));
  }
  return [...notes, `${words.explained} ${address ?? ''}${explanationPath(program.id, '…').replace('%E2%80%A6', '…')}`];
}
