import { grouped } from '../../../domain/money/readable.ts';
import { explanationText } from '../../../domain/statement/text/explanation-text.ts';
import type { Language } from '../../../domain/statement/text/words.ts';
import { say } from '../../../domain/statement/text/words.ts';
import { wordsIn } from '../../../domain/statement/text/words-in.ts';
import type { CommissionExplanation } from './explain-commission.ts';

/** All that is known about a conversion's commission, for people: each close and partner in turn, or what is expected. */
export function commissionText(explained: CommissionExplanation, language: Language): string {
  if (explained.final.length === 0) return provisionalText(explained, language);
  const texts = explained.final.map(({ statement, conversion, lines }) =>
    explanationText(statement, conversion, lines, language),
  );
  return texts.join('\n');
}

function provisionalText({ conversionId, currency, provisional }: CommissionExplanation, language: Language): string {
  const words = wordsIn(language);
  const lines = provisional.map(({ lineId, partnerId, rule, netBase, commission }) => {
    const blanks = { line: lineId, partner: partnerId, rule: rule ?? '—' };
    return say(words.provisionalLine, { ...blanks, netBase: grouped(netBase), commission: grouped(commission) });
  });
  return `${[say(words.provisional, { id: conversionId, currency }), ...lines].join('\n')}\n`;
}
