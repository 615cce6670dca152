import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with receivers of webhooks and what is sent to them. */
export const webhookProblems: Readonly<Record<string, ProblemKind>> = {
  'webhook.not-found': { status: 404, en: 'There is no such endpoint', ja: 'Webhookの送信先が見つかりません' },
  'webhook.delivery-not-found': {
    status: 404,
    en: 'There is no such delivery',
    ja: 'Webhookの送信履歴が見つかりません',
  },
  'webhook.conflict': {
    status: 409,
    en: 'The endpoint exists with other content',
    ja: '内容の異なる送信先が登録済みです',
  },
  'webhook.too-many': {
    status: 409,
    en: 'There are as many endpoints as there may be',
    ja: '送信先の上限に達しています',
  },
  'webhook.disabled': { status: 409, en: 'The endpoint is disabled', ja: '送信先は無効になっています' },
  'webhook.edited': { status: 412, en: 'It was changed meanwhile', ja: '他の人が変更しました' },
  'webhook.url-invalid': {
    status: 422,
    en: 'Nothing is sent to such an address',
    ja: '送信先のアドレスが正しくありません',
  },
};
