import { join } from 'node:path';
import type { PartnerId } from '../../domain/ids.ts';
import type { PartnerBook } from '../../domain/settlement/carry.ts';
import { EMPTY_PARTNER } from '../../domain/settlement/carry.ts';
import { partnerBooks } from '../../domain/settlement/carry-over.ts';
import { overridesOf } from '../../domain/settlement/overrides.ts';
import type { PartnerResult } from '../../domain/settlement/partner-result.ts';
import { partnerResultIn } from '../../domain/settlement/partner-result.ts';
import { NO_SUM } from '../../domain/settlement/partner-sum.ts';
import { statementHead } from '../../domain/statement/statement.ts';
import { completeStatement } from '../write-results/statement-files.ts';
import type { ClosePlan } from './close-job.ts';
import type { BucketSettled } from './close-tasks.ts';

/**
 * The figures of the last month by partner id, once every bucket is settled: partners that recruited others get their overrides,
 * month by month, and their statements are completed.
 */
export function finishPartners(
  buckets: readonly BucketSettled[],
  { terms, periods, asked }: ClosePlan,
  out: string,
): readonly PartnerResult[] {
  let books: ReadonlyMap<PartnerId, PartnerBook> = new Map();
  let open: readonly PartnerResult[] = [];
  for (const [month, period] of periods.entries()) {
    const released = new Map(buckets.flatMap((bucket) => [...(bucket.released[month] ?? [])]));
    const sums = new Map(buckets.flatMap((bucket) => [...(bucket.open[month] ?? [])]));
    const overrides = overridesOf(released, period, terms);
    const resultOf = partnerResultIn(period, terms);
    open = [...sums].map(([partnerId, sum]) =>
      resultOf({
        partnerId,
        book: books.get(partnerId) ?? EMPTY_PARTNER,
        sum: sum ?? NO_SUM,
        overrides: overrides.get(partnerId) ?? [],
      }),
    );
    books = partnerBooks(books, open, new Map());
  }
  for (const partner of open) completeStatement(join(out, 'statements'), statementHead(partner, asked, terms));
  const partners = [...buckets.flatMap((bucket) => bucket.partners), ...open];
  return partners.sort((a, b) => (a.partnerId < b.partnerId ? -1 : 1));
}
