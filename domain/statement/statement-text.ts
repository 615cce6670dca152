import type { TextParts } from '../integrity/statement-parts.ts';
import { textParts } from '../integrity/statement-parts.ts';
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
export function statementText(partner: PartnerResult, result: PeriodResult, terms: ProgramTerms): string {
  const { before, between, after } = headText(statementHead(partner, result.period, terms));
  const { conversions, lines } = recordTexts(partner, result, terms);
  return `${before}${conversions.join(',')}${between}${lines.join(',')}${after}`;
}

/** What `textParts` cuts that text into, without putting it together first. */
export function statementTextParts(partner: PartnerResult, result: PeriodResult, terms: ProgramTerms): TextParts {
  const { head, sections } = textParts(JSON.stringify(statementHead(partner, result.period, terms)));
  return { head, sections: { ...sections, ...recordTexts(partner, result, terms) } };
}

function recordTexts({ partnerId }: PartnerResult, result: PeriodResult, terms: ProgramTerms) {
  const own = linesByPartner(result.lines).get(partnerId) ?? [];
  return {
    conversions: Array.from(conversionsOf(partnerId, own), conversionText),
    lines: own.map((line) => lineText(line, lineRow(line, terms), terms)),
  };
}
