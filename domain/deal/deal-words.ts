import type { DealLoss, DealRejection, DealStatus, DealWithdrawal } from './deal.ts';

interface DealWords {
  readonly status: Readonly<Record<DealStatus | 'escalated', string>>;
  readonly rejection: Readonly<Record<DealRejection, string>>;
  readonly loss: Readonly<Record<DealLoss, string>>;
  readonly withdrawal: Readonly<Record<DealWithdrawal, string>>;
}

/** What partners read of their deals. */
export const dealWords: Readonly<Record<'ja' | 'en', DealWords>> = {
  en: {
    status: {
      submitted: 'Registered; the merchant is looking at it',
      escalated: 'The decision is late; the merchant has been told, and nothing is rejected by that',
      approved: 'Approved; the customer is protected for you',
      rejected: 'Rejected',
      won: 'Won',
      lost: 'Lost',
      withdrawn: 'Withdrawn',
      expired: 'The protection is over',
    },
    rejection: {
      'already-registered': 'The customer was registered before',
      'existing-customer': 'The customer buys from the merchant already',
      'own-opportunity': 'The merchant is in talks with the customer itself',
      'not-qualified': 'There is no concrete project yet',
      incomplete: 'The registration does not say enough',
      'outside-terms': 'It is outside the terms of the program',
      duplicate: 'You have registered it before',
      other: 'For another reason',
    },
    loss: {
      price: 'The price',
      competitor: 'The customer chose somebody else',
      'no-budget': 'There is no budget',
      timing: 'It is not the time',
      'no-response': 'The customer no longer answers',
      product: 'The product does not fit',
      other: 'Another reason',
    },
    withdrawal: {
      mistake: 'It was registered by mistake',
      duplicate: 'It was registered twice',
      'not-pursued': 'The partner does not pursue it',
      other: 'Another reason',
    },
  },
  ja: {
    status: {
      submitted: '登録済み・審査中',
      escalated: '判断期限を過ぎています（広告主に督促済み。期限経過による却下はありません）',
      approved: '承認済み・案件保護中',
      rejected: '却下',
      won: '受注',
      lost: '失注',
      withdrawn: '取下げ',
      expired: '保護期間終了',
    },
    rejection: {
      'already-registered': '先に登録された案件があります',
      'existing-customer': '既存のお客様です',
      'own-opportunity': '当社が直接商談中です',
      'not-qualified': '具体的な案件になっていません',
      incomplete: '登録内容が不足しています',
      'outside-terms': 'プログラムの条件に該当しません',
      duplicate: '同じ案件を登録済みです',
      other: 'その他の理由',
    },
    loss: {
      price: '価格',
      competitor: '競合他社に決定',
      'no-budget': '予算がない',
      timing: '時期が合わない',
      'no-response': 'お客様から返答がない',
      product: '製品が要件に合わない',
      other: 'その他',
    },
    withdrawal: {
      mistake: '登録の誤り',
      duplicate: '二重登録',
      'not-pursued': '商談の見送り',
      other: 'その他',
    },
  },
};
