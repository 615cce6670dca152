import { dateAfter } from '../../../domain/dates.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { ConversionId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Review } from '../../../domain/tracking/review.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';

export type ReviewState = 'pending' | 'overdue' | Review['outcome'];

/** A conversion of a program with merchant review, and what has become of it. */
export interface ListedReview {
  readonly conversionId: ConversionId;
  readonly recordedAt: Instant;
  readonly deadline: Instant;
  readonly state: ReviewState;
  readonly reasonCode: Review['reasonCode'];
  readonly by: string | null;
  readonly at: Instant | null;
}

export interface ReviewQuery {
  readonly scope: Scope;
  readonly state?: ReviewState | undefined;
  /** UTC days of recording, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  /** The last review of the page before, as it named it. */
  readonly after: ReviewPlace | null;
}

/** Where a page ends: a day of recording and a conversion of it. */
export interface ReviewPlace {
  readonly day: string;
  readonly conversionId: ConversionId;
}

const AT_ONCE = 32;
const READ_AT_ONCE = 1000;
const DAYS_MAX = 366;
/** Conversions recorded so long before their deadline's day are looked for when nothing is said. */
const DAYS_LOOKED_BACK = 62;

/** A page of the conversions recorded on some days, oldest day first; `next` is null when it is the last. */
export async function listReviews(
  deps: Deps,
  { scope, state, from, to, limit, after }: ReviewQuery,
): Promise<{
  readonly reviews: readonly ListedReview[];
  readonly next: ReviewPlace | null;
  readonly from: string;
  readonly to: string;
}> {
  const { days } = await reviewTermsOf(deps, scope);
  const last = to ?? utcDay(deps.now());
  const first = from ?? dateAfter(last, -days - DAYS_LOOKED_BACK);
  if (dateAfter(first, DAYS_MAX) < last) {
    throw new DomainError(
      'request.invalid',
      {
        en: `must be at most ${DAYS_MAX} days before ${last}, got ${first}`,
        ja: `${last}より${DAYS_MAX}日前までの日付にしてください（入力値: ${first}）`,
      },
      {
        field: 'from',
      },
    );
  }
  const reviews: ListedReview[] = [];
  let isPast = after === null;
  let place: ReviewPlace | null = null;
  for await (const { day, ...found } of reviewsBetween(deps, scope, { first: after?.day ?? first, last, days })) {
    if (!isPast) isPast = day === after?.day && found.conversionId === after.conversionId;
    else if (state === undefined || found.state === state) {
      if (reviews.length === limit) return { reviews, next: place, from: first, to: last };
      reviews.push(found);
      place = { day, conversionId: found.conversionId };
    }
  }
  return { reviews, next: null, from: first, to: last };
}

/**
 * Tells of every review that is overdue, once: an event, and nothing else. Looks at what was recorded so long ago that its
 * deadline has passed, as many days back as is said; answers how many were new.
 */
export async function escalateReviews(
  deps: Deps,
  { scope, daysBack = DAYS_LOOKED_BACK }: { readonly scope: Scope; readonly daysBack?: number },
): Promise<number> {
  const { days } = await reviewTermsOf(deps, scope);
  const last = utcDay(deps.now() - days * DAY_MS);
  const first = dateAfter(last, -daysBack);
  let escalated = 0;
  for await (const { conversionId, deadline, state } of reviewsBetween(deps, scope, { first, last, days })) {
    if (state !== 'overdue') continue;
    const put = await deps.stores.conversions.putOverdue(scope, {
      fact: { conversionId, deadline },
      recordedAt: deps.now(),
    });
    if (put.outcome === 'created') escalated += 1;
  }
  return escalated;
}

/** How conversions of a program are reviewed, or a refusal where they are not. */
export async function reviewTermsOf(deps: Deps, scope: Scope) {
  const { review } = await programOf(deps, scope);
  if (review !== undefined) return review;
  throw new DomainError('review.not-offered', {
    en: `conversions of ${scope.programId} are not reviewed`,
    ja: `${scope.programId}は成果の承認制ではありません`,
  });
}

interface Days {
  readonly first: string;
  readonly last: string;
  /** From the recording of a conversion to its deadline. */
  readonly days: number;
}

async function* reviewsBetween(
  deps: Deps,
  scope: Scope,
  { first, last, days }: Days,
): AsyncGenerator<ListedReview & { readonly day: string }> {
  for (let day = first; day <= last; day = dateAfter(day, 1)) {
    let ids: ConversionId[] = [];
    for await (const { type, id } of deps.stores.conversions.recordedOn(scope, day)) {
      if (type !== 'conversion') continue;
      ids.push(id);
      if (ids.length < READ_AT_ONCE) continue;
      for (const review of await listed(deps, scope, ids, days)) yield { day, ...review };
      ids = [];
    }
    for (const review of await listed(deps, scope, ids, days)) yield { day, ...review };
  }
}

async function listed(
  deps: Deps,
  scope: Scope,
  ids: readonly ConversionId[],
  days: number,
): Promise<readonly ListedReview[]> {
  const { conversions } = deps.stores;
  const now = deps.now();
  const found = await mapLimited(ids, AT_ONCE, async (conversionId): Promise<ListedReview | null> => {
    const [conversion, review] = await Promise.all([
      conversions.conversion(scope, conversionId),
      conversions.review(scope, conversionId),
    ]);
    if (conversion === null) return null;
    const { recordedAt } = conversion;
    const deadline = recordedAt + days * DAY_MS;
    const state = review?.outcome ?? (deadline <= now ? 'overdue' : 'pending');
    const { reasonCode, by, at } = review ?? { reasonCode: null, by: null, at: null };
    return { conversionId, recordedAt, deadline, state, reasonCode, by, at };
  });
  return found.filter((review) => review !== null);
}
