import { withoutLegalForm } from '../../../domain/deal/legal-form.ts';
import type { DocumentParty } from '../../../domain/statement/document.ts';
import { documentNumber } from '../../../domain/statement/document.ts';
import type { DocumentWords } from '../../../domain/statement/text/document-words.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { localDate } from './local-date.ts';
import type { Printing } from './printing.ts';
import { ACCENT, FAINT, INK, LEFT, RIGHT, WARNING } from './sheet.ts';

const HALF = (RIGHT - LEFT) / 2;

/** Title, both parties with their numbers, and what the document is called. */
export function printHead(printing: Printing): void {
  const { sheet, statement, words } = printing;
  const { document, period } = statement;
  const top = sheet.y;
  sheet.print(words.title, { field: 'title', x: LEFT, y: top, size: 20, color: ACCENT, isBold: true });
  sheet.print(words.subtitle, { field: 'title', x: LEFT, y: top + 29, size: 8, color: FAINT });
  const state = document === undefined ? words.draft : say(words.version, { version: document.version });
  const color = document === undefined ? WARNING : FAINT;
  sheet.print(state, { field: 'version', x: RIGHT, y: top + 8, size: 9, color, align: 'right' });
  sheet.print(`${period.id} · ${statement.currency}`, {
    ...{ field: 'period', x: RIGHT, y: top + 24, size: 9 },
    ...{ color: INK, align: 'right' },
  });
  sheet.down(46);
  sheet.rule(sheet.y, ACCENT, 1.2);
  sheet.down(12);
  printParties(printing);
  printMeta(printing);
  if (document?.correction !== undefined) printCorrection(printing);
}

function printParties({ sheet, statement, words }: Printing): void {
  const { document, partner, program } = statement;
  const nobody = { address: null, registrationNumber: null, vatNumber: null };
  const seller = document?.partner ?? { ...nobody, name: partner.name };
  const buyer = document?.payer ?? { ...nobody, name: program.name };
  const top = sheet.y;
  const rows = (party: DocumentParty, label: string, x: number, field: string): number => {
    const width = HALF - 16;
    sheet.print(label, { field, x, y: top, size: 7.5, color: FAINT });
    let y = top + 12;
    const name = field === 'partner' ? addressed(party.name, words) : party.name;
    y += sheet.paragraph(name, { field: `${field}.name`, x, y, width, size: 12 }) + 1;
    if (party.address !== null) {
      y += sheet.paragraph(party.address, { field: `${field}.address`, x, y, width, size: 8, color: FAINT });
    }
    const numbers = [
      ...(party.registrationNumber === null ? [] : [`${words.registration} ${party.registrationNumber}`]),
      ...(party.vatNumber === null ? [] : [`${words.vat} ${party.vatNumber}`]),
    ];
    for (const number of numbers) {
      sheet.print(number, { field: `${field}.registrationNumber`, x, y: y + 1, size: 9, width });
      y += 14;
    }
    return y;
  };
  const bottom = Math.max(rows(seller, words.to, LEFT, 'partner'), rows(buyer, words.from, LEFT + HALF + 8, 'payer'));
  sheet.down(bottom - top + 10);
}

/** 御中 for a company, 様 for a person: a statement has nothing but the legal form in the name to tell them apart. */
function addressed(name: string, { honorific }: DocumentWords): string {
  const { form } = withoutLegalForm(name.normalize('NFKC').toLowerCase());
  return `${name}${form === null ? honorific.person : honorific.company}`;
}

function printMeta({ sheet, statement, words }: Printing): void {
  const { document, period, program, statementId } = statement;
  const { timezone } = period;
  const from = localDate(period.start, timezone);
  const to = localDate(period.end, timezone, { isEnd: true });
  const cells: [label: string, text: string, field: string][] = [
    [words.period, `${from} – ${to}`, 'period'],
    [words.program, program.name, 'program.name'],
  ];
  if (document !== undefined) {
    cells.unshift([words.number, documentNumber(statementId, document.version), 'statementId']);
    cells.push([words.issuedOn, localDate(document.issuedAt, timezone), 'issuedAt']);
    cells.push([words.confirmBy, localDate(document.confirmBy, timezone), 'confirmBy']);
  }
  for (const [index, [label, text, field]] of cells.entries()) {
    const x = LEFT + (index % 2) * (HALF + 8);
    const y = sheet.y + Math.floor(index / 2) * 15;
    sheet.print(label, { field, x, y: y + 1, size: 7.5, color: FAINT });
    sheet.print(text, { field, x: x + 96, y, size: 8.5, width: HALF - 108 });
  }
  sheet.down(Math.ceil(cells.length / 2) * 15 + 6);
}

function printCorrection({ sheet, statement, words }: Printing): void {
  const correction = statement.document?.correction;
  if (correction === undefined) return;
  const { adjustments, reason, version } = correction;
  const named = adjustments.length === 0 ? '' : ` ${say(words.adjustments, { adjustments: adjustments.join(', ') })}`;
  const text = `${say(words.corrects, { version, reason })}${named}`;
  const width = RIGHT - LEFT;
  const height = sheet.paragraph(text, { field: 'correction', x: LEFT, y: sheet.y, width, size: 8.5, color: WARNING });
  sheet.down(height + 6);
}
