import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with connectors of vendors, and their messages. */
export const connectorProblems: Readonly<Record<string, ProblemKind>> = {
  'connector.signature-wrong': {
    status: 401,
    en: 'The signature is missing or wrong',
    ja: '署名がないか正しくありません',
  },
  'connector.not-found': { status: 404, en: 'There is no such connector', ja: 'コネクタが見つかりません' },
  'message.not-found': { status: 404, en: 'There is no such message', ja: 'メッセージが見つかりません' },
  'connector.conflict': {
    status: 409,
    en: 'The connector exists with other content',
    ja: '内容の異なるコネクタがあります',
  },
  'connector.moved-on': {
    status: 409,
    en: 'Somebody else changed it at the same time',
    ja: '同時に他の人が変更しました',
  },
  'connector.edited': {
    status: 412,
    en: 'The connector was changed meanwhile',
    ja: 'コネクタは他の人が変更しました',
  },
  'connector.payment-taken': {
    status: 409,
    en: 'The payment was for another sale already',
    ja: 'この支払いは別の販売に紐づいています',
  },
  'connector.unmapped': { status: 409, en: 'The connector has no mapping', ja: 'コネクタに項目の対応表がありません' },
  'message.not-kept': {
    status: 409,
    en: 'The message was too large to keep',
    ja: 'メッセージが大きすぎて保存されていません',
  },
};
