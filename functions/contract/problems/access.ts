import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with who one is, and with the keys of servers. */
export const accessProblems: Readonly<Record<string, ProblemKind>> = {
  'access.unauthenticated': { status: 401, en: 'A valid token is needed', ja: '有効なトークンが必要です' },
  'access.token-expired': { status: 401, en: 'The token has expired', ja: 'トークンの有効期限が切れています' },
  'access.forbidden': { status: 403, en: 'The role of this token may not do this', ja: 'この権限では実行できません' },
  'access.past-edge': { status: 403, en: 'This address is closed', ja: 'このアドレスは利用できません' },
  'partner.erased': {
    status: 409,
    en: 'The personal data of the partner was erased',
    ja: 'パートナーの個人データは消去済みです',
  },
  'partner.money-open': {
    status: 409,
    en: 'Money of the partner is not settled yet',
    ja: 'パートナーに未精算の金額があります',
  },
  'partner.changed': { status: 409, en: 'The partner was changed meanwhile', ja: 'パートナーは他の人が変更しました' },
  'key.not-found': { status: 404, en: 'There is no such key', ja: 'APIキーが見つかりません' },
  'key.conflict': { status: 409, en: 'The key exists with other content', ja: '内容の異なるAPIキーが登録済みです' },
  'key.too-many': { status: 409, en: 'There are as many keys as there may be', ja: 'APIキーの上限に達しています' },
  'key.revoked': { status: 409, en: 'The key was revoked', ja: 'APIキーは失効しています' },
  'key.edited': { status: 412, en: 'The key was changed meanwhile', ja: 'APIキーは他の人が変更しました' },
};
