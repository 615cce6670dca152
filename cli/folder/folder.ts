import type { Plan } from '../../domain/commission/plan.ts';
import type { Adjustment, OpeningBalance } from '../../domain/ledger/adjustment.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import type { Coupon, Partner } from '../../domain/partner/enrollment.ts';
import type { Program } from '../../domain/partner/program.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { Review } from '../../domain/tracking/review.ts';
import { METADATA_MEMBERS_MAX } from '../../functions/limits.ts';
import type { FolderEnrollment } from './dated-terms.ts';

/** A program and its facts as a folder of files holds them. */
export interface Folder {
  readonly program: Program;
  readonly plans: readonly Plan[];
  readonly partners: readonly Partner[];
  /** One for every partner, in the same order. */
  readonly enrollments: readonly FolderEnrollment[];
  readonly coupons: readonly Coupon[];
  readonly clicks: readonly Click[];
  readonly conversions: readonly Conversion[];
  readonly reversals: readonly Reversal[];
  readonly rates: readonly DailyRate[];
  /** What the merchant decided about conversions, the one that stands of each; absent: nothing. */
  readonly reviews?: readonly Review[] | undefined;
  /** What people changed in what partners are owed; absent: nothing. */
  readonly adjustments?: readonly Adjustment[] | undefined;
  /** What partners were owed before the program moved in; absent: nothing. */
  readonly openings?: readonly OpeningBalance[] | undefined;
}

/** The columns of each file, in the order in which we write them; the second list may be absent. */
export const TABLES = {
  partners: {
    name: 'partners',
    columns: [
      'partner_id',
      'name',
      'kind',
      'status',
      'tier',
      'segment',
      'recruited_by',
      'country',
      'joined_at',
      'ended_at',
      'coupon',
    ],
    optionalColumns: ['customer_id'],
    isOptional: false,
  },
  clicks: {
    name: 'clicks',
    columns: ['click_id', 'occurred_at', 'visitor_id', 'partner_id', 'link_id'],
    optionalColumns: ['bot'],
    isOptional: false,
  },
  conversions: {
    name: 'conversions',
    columns: [
      'conversion_id',
      'line_id',
      'occurred_at',
      'kind',
      'visitor_id',
      'customer_id',
      'coupon',
      'product_id',
      'category',
      'country',
      'quantity',
      'currency',
      'amount',
      'tax',
      'shipping',
    ],
    optionalColumns: ['partner_id', 'click_id'],
    further: { prefix: 'metadata.', most: METADATA_MEMBERS_MAX },
    isOptional: false,
  },
  reversals: {
    name: 'reversals',
    columns: ['reversal_id', 'conversion_id', 'line_id', 'occurred_at', 'cause', 'amount'],
    optionalColumns: ['quantity', 'undoes'],
    isOptional: false,
  },
  terms: {
    name: 'terms',
    columns: ['partner_id', 'from', 'status', 'tier', 'segment', 'recruited_by'],
    optionalColumns: [],
    isOptional: true,
  },
  coupons: {
    name: 'coupons',
    columns: ['coupon', 'partner_id', 'valid_from', 'valid_to'],
    optionalColumns: [],
    isOptional: true,
  },
  reviews: {
    name: 'reviews',
    columns: ['conversion_id', 'at', 'outcome', 'reason_code', 'by'],
    optionalColumns: [],
    isOptional: true,
  },
  adjustments: {
    name: 'adjustments',
    columns: [
      'adjustment_id',
      'partner_id',
      'effective_at',
      'amount',
      'reason_code',
      'text',
      'drafted_by',
      'approved_by',
    ],
    optionalColumns: ['conversion_id', 'statement_id'],
    isOptional: true,
  },
  openings: {
    name: 'opening-balances',
    columns: ['partner_id', 'held', 'held_until', 'payable', 'currency'],
    optionalColumns: [],
    isOptional: true,
  },
  rates: {
    name: 'rates',
    columns: ['date', 'from', 'to', 'rate'],
    optionalColumns: ['source', 'per'],
    isOptional: true,
  },
} as const;

/** A column of one of the files. */
export type Column<T extends keyof typeof TABLES> =
  | (typeof TABLES)[T]['columns'][number]
  | (typeof TABLES)[T]['optionalColumns'][number]
  | Further<(typeof TABLES)[T]>;

type Further<T> = T extends { readonly further: { readonly prefix: infer Prefix extends string } }
  ? `${Prefix}${string}`
  : never;
