import type { Erasure } from '../../domain/partner/erasure.ts';
import { KEPT } from '../../domain/partner/erasure.ts';
import type { Language } from '../../domain/statement/text/words.ts';
import { instant } from './wire.ts';

const WHY = {
  bookkeeping: {
    en: 'Tax and bookkeeping law asks for it for seven to ten years',
    ja: '帳簿書類は法人税法・電子帳簿保存法により7〜10年の保存が必要です',
  },
  'tax-records': {
    en: 'Payment records and withholding rest on it; the law asks for it for seven years',
    ja: '支払調書・源泉徴収の根拠として7年間の保存が必要です',
  },
  'fraud-prevention': {
    en: 'Shows that two gave the same account; nobody can tell the account from it',
    ja: '同一口座の検知に用います。口座番号は復元できません',
  },
  'legal-claims': {
    en: 'What was agreed or disputed is kept to answer for it',
    ja: '合意・異議の記録は、権利の行使や防御のために保存します',
  },
  proof: { en: 'Shows who did what, with personal data masked', ja: '操作の証跡です。個人データは伏せてあります' },
} as const satisfies Record<(typeof KEPT)[number]['why'], Record<Language, string>>;

export function erasureAnswer({ partnerId, at, by, reasonCode, text }: Erasure) {
  return { partnerId, at: instant(at), by, reasonCode, text };
}

/** What stays, and why. */
export function keptAnswer(language: Language) {
  return KEPT.map(({ what, why }) => ({ what, why, text: WHY[why][language] }));
}
