import { grouped } from '../../../domain/money/readable.ts';
import { explanationText } from '../../../domain/statement/text/explanation-text.ts';
import { triedText } from '../../../domain/statement/text/line-text.ts';
import { unearnedText } from '../../../domain/statement/text/unearned-text.ts';
import type { Language } from '../../../domain/statement/text/words.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { wordsIn } from '../../../domain/statement/text/words-in.ts';
import type { CommissionExplanation } from './explain-commission.ts';

/** All that is known about a conversion's commission, for people: each close and partner in turn, or what is expected. */
export function commissionText(explained: CommissionExplanation, language: Language): string {
  if (explained.final.length === 0) return unpaidText(explained, language);
  const texts = explained.final.map(({ statement, conversion, lines }) =>
    explanationText(statement, conversion, lines, language),
  );
  return texts.join('\n');
}

/** Of what no statement tells: what is expected, or why there is nothing. */
function unpaidText(explained: CommissionExplanation, language: Language): string {
  const { conversionId: id, currency, period, provisional, reasons } = explained;
  const words = wordsIn(language);
  const closed = reasons.some(({ code }) => code === 'not-credited') ? words.closedNotYours : words.closedUnearned;
  const head = period.status === 'closed' ? closed : words.provisional;
  const lines = provisional.flatMap(({ lineId, partnerId, rule, netBase, commission, tried }) => {
    const blanks = { line: lineId, partner: partnerId, rule: rule ?? '—' };
    const line = say(words.provisionalLine, { ...blanks, netBase: grouped(netBase), commission: grouped(commission) });
    return rule === null ? [line, ...triedText(tried, words).map((each) => `  ${each}`)] : [line];
  });
  const heading = say(head, { id, currency, period: period.periodId });
  return `${[heading, ...lines, ...unearnedText(explained, language)].join('\n')}\n`;
}
