import type { RootFault } from '../../domain/integrity/check-roots.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import type { BooksFault } from './audit-books.ts';
import type { EntryFault } from './locate-faults.ts';

type Fault = RootFault | BooksFault | EntryFault;

const SHOWN_MAX = 100;

const WORDS = {
  en: {
    changed: 'was changed',
    missing: 'is missing',
    added: 'was added',
    reordered: 'is not where it was',
    hashes: 'the hashes of its entries do not come to what was signed',
    leaves: 'its partners do not come to its root',
    content: 'what its root says was changed',
    chain: 'its root is not chained to the one before',
    order: 'it is out of order, or was signed before the one before',
    signature: 'the signature of its root is wrong',
    key: 'its root was signed by an unknown key, or outside of the time of its key',
  },
  ja: {
    changed: 'が変更されています',
    missing: 'がありません',
    added: 'が追加されています',
    reordered: 'の順序が変わっています',
    hashes: '仕訳のハッシュが署名時のものと一致しません',
    leaves: 'パートナーの一覧が期間のルートと一致しません',
    content: 'ルートの内容が変更されています',
    chain: '前の期間のルートにつながっていません',
    order: '期間または署名日時の順序が正しくありません',
    signature: 'ルートの署名が正しくありません',
    key: '未知の鍵、または有効期間外の鍵で署名されています',
  },
} as const;

/** The verdict and what is wrong, a line each. */
export function auditText(
  faults: readonly Fault[],
  { periods, entries }: { readonly periods: number; readonly entries: number },
  language: Language,
): string {
  const counted =
    language === 'ja' ? `${periods}期間、署名済み仕訳${entries}件` : `${periods} periods, ${entries} signed entries`;
  if (faults.length === 0) {
    return language === 'ja' ? `${counted}: 改ざんはありません。\n` : `${counted}: all is as it was signed.\n`;
  }
  const shown = faults.slice(0, SHOWN_MAX).map((fault) => `- ${faultText(fault, language)}\n`);
  const left = faults.length - shown.length;
  if (left > 0) shown.push(language === 'ja' ? `ほか${left}件\n` : `and ${left} more\n`);
  return language === 'ja'
    ? `${counted}: 署名時と異なる箇所が${faults.length}件あります。\n${shown.join('')}`
    : `${counted}: ${faults.length} found that are not as signed.\n${shown.join('')}`;
}

function faultText(fault: Fault, language: Language): string {
  const words = WORDS[language][fault.type];
  if (!('line' in fault)) {
    const which = 'partnerId' in fault ? `${fault.periodId} ${fault.partnerId}` : fault.periodId;
    return `${which}: ${words}`;
  }
  const { line, periodId, partnerId, place, entryId } = fault;
  const where = line === null ? '' : `entries.jsonl:${line}: `;
  const whose = [periodId, partnerId].filter((name) => name !== null).join(' ');
  const number = place === null ? '' : language === 'ja' ? ` ${place}件目の仕訳` : ` entry ${place}`;
  const named = entryId === null ? '' : ` (${entryId})`;
  return language === 'ja' ? `${where}${whose}${number}${named}${words}` : `${where}${whose}${number}${named} ${words}`;
}
