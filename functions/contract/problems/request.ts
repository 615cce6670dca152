import type { ProblemKind } from './problem-kind.ts';

/** What can be wrong with a request as such, whatever it asks for. */
export const requestProblems: Readonly<Record<string, ProblemKind>> = {
  'request.malformed': { status: 400, en: 'The body is not JSON', ja: '本文がJSONではありません' },
  'request.too-deep': { status: 400, en: 'The body is nested too deeply', ja: '本文の階層が深すぎます' },
  'request.too-large': { status: 413, en: 'The body is too large', ja: '本文が大きすぎます' },
  'request.unsupported-media-type': {
    status: 415,
    en: 'The content type is not supported',
    ja: 'コンテンツタイプに対応していません',
  },
  'request.invalid': { status: 422, en: 'The request is not valid', ja: 'リクエストの内容に誤りがあります' },
  'request.too-many': { status: 429, en: 'There were too many requests', ja: 'リクエストが多すぎます' },
  'idempotency.key-missing': {
    status: 400,
    en: 'An Idempotency-Key is needed',
    ja: 'Idempotency-Keyヘッダーが必要です',
  },
  'idempotency.key-invalid': {
    status: 400,
    en: 'The Idempotency-Key is not valid',
    ja: 'Idempotency-Keyの形式が正しくありません',
  },
  'idempotency.key-reused': {
    status: 422,
    en: 'The Idempotency-Key was sent with another request',
    ja: 'Idempotency-Keyは別のリクエストで使用済みです',
  },
  'idempotency.in-flight': {
    status: 409,
    en: 'The first request with this key is still running',
    ja: '同じIdempotency-Keyのリクエストを処理中です',
  },
  'route.not-found': { status: 404, en: 'There is no such address', ja: 'アドレスが見つかりません' },
  'route.method-not-allowed': { status: 405, en: 'The method is not allowed here', ja: 'このメソッドは使えません' },
  'reference.unknown': {
    status: 422,
    en: 'The request names something unknown',
    ja: '存在しないものが指定されています',
  },
  'time.in-future': { status: 422, en: 'The time is in the future', ja: '未来の日時は指定できません' },
  'currency.unknown': { status: 422, en: 'The currency is not known', ja: '通貨コードが正しくありません' },
  'currency.mismatch': { status: 422, en: 'The currencies differ', ja: '通貨が一致しません' },
  'amount.invalid': { status: 422, en: 'The amount is not valid', ja: '金額が正しくありません' },
  'amount.too-many-decimals': { status: 422, en: 'The amount has too many decimals', ja: '金額の小数桁が多すぎます' },
  'number.invalid': { status: 422, en: 'The number is not valid', ja: '数値が正しくありません' },
  'date.invalid': { status: 422, en: 'The date is not valid', ja: '日付が正しくありません' },
  'request.if-match-required': {
    status: 428,
    en: 'Say in If-Match which version is meant',
    ja: 'If-Matchで対象の版（ETag）を指定してください',
  },
};
