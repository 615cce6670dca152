import type { StatementFault } from '../../domain/integrity/statement-integrity.ts';
import type { Miscalculation } from '../../domain/statement/recompute.ts';
import type { Language } from '../../domain/statement/text/words.ts';

const CHANGES = {
  en: { changed: 'was changed', missing: 'is missing', added: 'was added', reordered: 'is not where it was' },
  ja: {
    changed: 'が変更されています',
    missing: 'がありません',
    added: 'が追加されています',
    reordered: 'の順序が変わっています',
  },
} as const;

const OTHERS = {
  en: {
    parts: 'the list of hashes is not the one that was signed',
    leaf: 'the proof is of another partner, program or period',
    proof: 'the proof does not lead to the root of the period',
    chain: 'what the root says was changed',
    signature: 'the signature is not by this key',
    key: 'the root was signed by another key than the one given',
  },
  ja: {
    parts: 'ハッシュの一覧が署名時のものと異なります',
    leaf: '証明が別のパートナー・プログラム・期間のものです',
    proof: '証明が期間のルートに一致しません',
    chain: 'ルートの内容が変更されています',
    signature: '署名がこの鍵によるものではありません',
    key: '指定された鍵とは別の鍵で署名されています',
  },
} as const;

/** What is wrong with a statement: changed since it was signed, or signed though it does not come out. */
export type Fault = StatementFault | Miscalculation;

/** What is wrong, in a line. Places are counted from 1, as people do. */
export function faultText(fault: Fault, language: Language): string {
  if (!('section' in fault)) return OTHERS[language][fault.type];
  const { section, index, names } = fault;
  const named = names === '' ? '' : ` (${names})`;
  const head = language === 'ja' ? '明細書の見出し・金額欄' : 'the head of the statement, with its amounts,';
  const place = section === 'head' ? head : `${section} ${index + 1}${named}`;
  if (fault.type === 'miscalculated') return miscalculationText(fault, place, language);
  return language === 'ja' ? `${place}${CHANGES.ja[fault.type]}` : `${place} ${CHANGES.en[fault.type]}`;
}

function miscalculationText({ section, member, says, computed }: Miscalculation, place: string, language: Language) {
  const which = section === 'head' ? member : `${place}: ${member}`;
  return language === 'ja'
    ? `${which}は${says}とありますが、計算し直すと${computed}です`
    : `${which} says ${says}, computed again it is ${computed}`;
}
