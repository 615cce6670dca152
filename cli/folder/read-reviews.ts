import type { ConversionId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Review } from '../../domain/tracking/review.ts';
import { REJECTION_REASONS, standing } from '../../domain/tracking/review.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problems } from './problems.ts';
import { readTable } from './read-table.ts';

/**
 * Reads reviews.csv: what the merchant decided about conversions. The first decision about one stands, whatever the order of the
 * rows. Read whole, for every part of a folder: a decision is a few words, and a part asks for those of its own conversions.
 */
export async function readReviews(
  folder: string,
  latest: Instant | null,
  problems: Problems,
): Promise<readonly Review[]> {
  const cells = cellsReader<Column<'reviews'>>(problems, latest);
  const reviews = new Map<ConversionId, Review>();
  await readTable(folder, TABLES.reviews, problems, (row) => {
    cells.begin(row);
    const outcome = cells.oneOf('outcome', ['approved', 'rejected']);
    const hasReason = row.cell('reason_code') !== '';
    if (outcome === 'approved' && hasReason) cells.refuse('reason_code', 'must be empty for an approval');
    const review: Review = {
      conversionId: cells.id('conversion_id'),
      outcome,
      reasonCode: outcome === 'rejected' ? cells.oneOf('reason_code', REJECTION_REASONS) : null,
      by: cells.text('by'),
      at: cells.instant('at'),
    };
    if (!cells.isSound()) return;
    reviews.set(review.conversionId, standing(reviews.get(review.conversionId), review));
  });
  return [...reviews.values()];
}
