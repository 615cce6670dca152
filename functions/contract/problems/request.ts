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
};
