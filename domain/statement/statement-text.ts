import type { PartnerId } from '../ids.ts';
import type { PeriodResult } from '../settlement/close-period.ts';
import type { PartnerResult } from '../settlement/partner-result.ts';
import type { SettledLine } from '../settlement/settle-lines.ts';
import type { ProgramTerms } from '../settlement/terms.ts';
import { lineRow, lineText } from './line-text.ts';
import type { Statement } from './statement.ts';
import { linesByPartner, statementHead } from './statement.ts';
import { conversionsOf, conversionText } from './statement-conversion.ts';

interface HeadText {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

const CONVERSIONS = '"conversions":[';
const LINES = '"lines":[';

/** The text of a head cut at its two empty lists. Quotes inside of a value are escaped, so that their names stand once. */
export function headText(head: Statement): HeadText {
  const text = JSON.stringify(head);
  const conversions = text.indexOf(CONVERSIONS) + CONVERSIONS.length;
  const lines = text.indexOf(LINES) + LINES.length;
  return { before: text.slice(0, conversions), between: text.slice(conversions, lines), after: text.slice(lines) };
}

/** A partner's statement as canonical text: what `JSON.stringify` of it gives, without making it first. */
export function statementText(partner: PartnerResult, result: PeriodResult, terms: ProgramTerms): string {
  const { before, between, after } = headText(statementHead(partner, result.period, terms));
  const lines = linesOf(partner, result);
  const conversions = [...conversionTexts(partner.partnerId, lines)].join(',');
  return `${before}${conversions}${between}${[...lineTexts(lines, terms)].join(',')}${after}`;
}

function linesOf({ partnerId }: PartnerResult, { lines }: PeriodResult): readonly SettledLine[] {
  return linesByPartner(lines).get(partnerId) ?? [];
}

function* conversionTexts(partnerId: PartnerId, lines: readonly SettledLine[]): Generator<string> {
  for (const conversion of conversionsOf(partnerId, lines)) yield conversionText(conversion);
}

function* lineTexts(lines: readonly SettledLine[], terms: ProgramTerms): Generator<string> {
  for (const line of lines) yield lineText(line, lineRow(line, terms), terms);
}
