import type { ClaimRejection, ClaimStatus } from './claim.ts';

interface ClaimWords {
  readonly status: Readonly<Record<ClaimStatus | 'escalated', string>>;
  readonly rejection: Readonly<Record<ClaimRejection, string>>;
}

/** What partners read of their claims. */
export const claimWords: Readonly<Record<'ja' | 'en', ClaimWords>> = {
  en: {
    status: {
      filed: 'Filed; the merchant is to answer',
      'under-review': 'The merchant is looking at it',
      escalated: 'The answer is late; the merchant has been told, and nothing is rejected by that',
      accepted: 'Accepted; it counts as a conversion of yours',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
    },
    rejection: {
      'not-found': 'There is no such order',
      'already-counted': 'It counts for you already',
      'other-partner': 'Another partner led to it',
      cancelled: 'The order was cancelled or sent back',
      'outside-terms': 'It is outside the terms of the program',
      'not-proven': 'What was shown does not prove it',
      'rejection-stands': 'The rejection was looked at again and stands',
      fraud: 'It was fraudulent',
      other: 'For another reason',
    },
  },
  ja: {
    status: {
      filed: '申請済み・回答待ち',
      'under-review': '審査中',
      escalated: '回答期限を過ぎています（広告主に督促済み。期限経過による却下はありません）',
      accepted: '承認済み・成果として計上',
      rejected: '却下',
      withdrawn: '取下げ',
    },
    rejection: {
      'not-found': '該当する注文がありません',
      'already-counted': '既に成果として計上済みです',
      'other-partner': '他のパートナー経由の成果です',
      cancelled: '注文がキャンセルまたは返品されています',
      'outside-terms': 'プログラムの条件に該当しません',
      'not-proven': '提出された資料では確認できません',
      'rejection-stands': '再審査の結果、却下を維持します',
      fraud: '不正と判断しました',
      other: 'その他の理由',
    },
  },
};
