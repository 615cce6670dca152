import { DomainError } from '../../domain/errors.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import { DAY_MS, utcDay } from '../../domain/time.ts';
import type { Caller } from '../identity/caller.ts';
import type { DocumentQuery, SoughtStatus } from '../usecases/statement/search-documents.ts';
import { partnerSought } from './own-partner.ts';

export interface WireQuery {
  readonly partnerId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly amountFrom?: string | undefined;
  readonly amountTo?: string | undefined;
  readonly currency?: string | undefined;
  readonly status?: SoughtStatus | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const LIMIT = 50;
const YEARS_MAX = 12;
const YEAR_DAYS = 365;
const UNBOUNDED = 10n ** 24n;

/** What is looked for: a partner finds its own only; without dates the last year is looked through. */
export function documentQuery(query: WireQuery, caller: Caller, now: number): DocumentQuery {
  const { from, to } = datesOf(query, now);
  return {
    merchantId: caller.merchantId,
    partnerId: partnerSought(caller, query.partnerId),
    from,
    to,
    amount: amountOf(query),
    status: query.status ?? null,
    limit: query.limit ?? LIMIT,
    cursor: query.cursor ?? null,
  };
}

function datesOf(query: WireQuery, now: number): { readonly from: string; readonly to: string } {
  // A day more: it is tomorrow already in some zone.
  const to = query.to ?? utcDay(now + DAY_MS);
  const from = query.from ?? utcDay(Date.parse(to) - YEAR_DAYS * DAY_MS);
  if (from > to)
    throw new DomainError(
      'request.invalid',
      {
        en: `must not be after "to", ${to}, got ${from}`,
        ja: `to（${to}）以前の日付にしてください（入力値: ${from}）`,
      },
      { field: 'from' },
    );
  if (Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > YEARS_MAX) {
    throw new DomainError(
      'request.invalid',
      {
        en: `must be within ${YEARS_MAX} years of "to", ${to}, got ${from}`,
        ja: `to（${to}）から${YEARS_MAX}年以内にしてください（入力値: ${from}）`,
      },
      {
        field: 'from',
      },
    );
  }
  return { from, to };
}

function amountOf({ amountFrom, amountTo, currency }: WireQuery): DocumentQuery['amount'] {
  if (amountFrom === undefined && amountTo === undefined) return null;
  if (currency === undefined) {
    throw new DomainError(
      'request.invalid',
      {
        en: 'is required with amounts: the currency that they are in, such as "JPY"',
        ja: '金額を指定するときは必須です。"JPY"のように金額の通貨を指定してください。',
      },
      {
        field: 'currency',
      },
    );
  }
  const minor = (text: string | undefined, otherwise: bigint): bigint => {
    if (text === undefined) return otherwise;
    return text.startsWith('-') ? -parseAmount(text.slice(1), currency) : parseAmount(text, currency);
  };
  return { currency, fromMinor: minor(amountFrom, -UNBOUNDED), toMinor: minor(amountTo, UNBOUNDED) };
}
