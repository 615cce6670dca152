import type { Statement } from '../../domain/statement/statement.ts';
import { explanationText, sourceOf } from '../../domain/statement/text/explanation-text.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { BadInput } from '../bad-input.ts';

/** Which conversion is to be explained, of which only one line if that is named. */
export interface Asked {
  readonly conversionId: string;
  readonly lineId: string | null;
  readonly language: Language;
}

/** How the lines of a conversion in a statement came about. */
export function conversionText(statement: Statement, { conversionId, lineId, language }: Asked): string {
  const conversion = statement.conversions.find((candidate) => candidate.conversionId === conversionId);
  if (conversion === undefined) {
    const known = statement.conversions.length;
    throw new BadInput(
      `conversion: the statement of ${statement.partner.id} has no "${conversionId}"; it has ${known}. ` +
        'Give the folder in its place to be told why nothing was earned by it',
    );
  }
  const own = statement.lines.filter((line) => line.conversionId === conversionId);
  const lines = lineId === null ? own : own.filter((line) => line.lineId === lineId);
  if (lines.length === 0) {
    const known = [...new Set(own.map((line) => line.lineId))].join(', ');
    throw new BadInput(`line: "${conversionId}" has no line "${lineId ?? ''}"; it has ${known}`);
  }
  return explanationText(sourceOf(statement), conversion, lines, language);
}
