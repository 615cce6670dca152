import type { ProblemKind } from './problem-kind.ts';

/** What can go wrong with claims and appeals. */
export const claimProblems: Readonly<Record<string, ProblemKind>> = {
  'claim.not-found': { status: 404, en: 'There is no such claim', ja: '申請が見つかりません' },
  'claim.conflict': { status: 409, en: 'The claim exists with other content', ja: '内容の異なる申請が登録済みです' },
  'claim.already-counted': { status: 409, en: 'It counts for the partner already', ja: '既に成果として計上済みです' },
  'claim.not-rejected': { status: 409, en: 'Nothing was rejected', ja: '却下された成果ではありません' },
  'claim.wrong-status': {
    status: 409,
    en: 'The claim was answered or withdrawn',
    ja: '申請は回答済みまたは取下げ済みです',
  },
  'claim.locked': { status: 409, en: 'What a claim is about stays', ja: '申請の対象は変更できません' },
  'claim.edited': { status: 412, en: 'The claim was changed meanwhile', ja: '申請は他の人が変更しました' },
  'claim.too-late': { status: 422, en: 'The time to claim is over', ja: '申請期限を過ぎています' },
};
