import type { PeriodResult } from '../settlement/close-period.ts';
import type { PartnerResult } from '../settlement/partner-result.ts';
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
export function statementText(partner: PartnerResult, { lines, period }: PeriodResult, terms: ProgramTerms): string {
  const own = linesByPartner(lines).get(partner.partnerId) ?? [];
  const { before, between, after } = headText(statementHead(partner, period, terms));
  let conversionTexts = '';
  for (const conversion of conversionsOf(partner.partnerId, own)) {
    conversionTexts += `${conversionTexts === '' ? '' : ','}${conversionText(conversion)}`;
  }
  let lineTexts = '';
  for (const line of own) lineTexts += `${lineTexts === '' ? '' : ','}${lineText(line, lineRow(line, terms), terms)}`;
  return `${before}${conversionTexts}${between}${lineTexts}${after}`;
}
