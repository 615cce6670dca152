import type { Credit } from '../attribution/attribution.ts';
import type { ClickId, ConversionId, CustomerId, LineId, PartnerId, VisitorId } from '../ids.ts';
import type { Currency } from '../money/currency.ts';
import type { Instant } from '../time.ts';

/** What was reported: a sale, a lead, a signup, an opportunity of sales, a renewal, or a deal that was won. */
export const CONVERSION_KINDS = ['sale', 'lead', 'signup', 'opportunity', 'renewal', 'deal'] as const;

export type ConversionKind = (typeof CONVERSION_KINDS)[number];

/** A merchant-reported fact that may earn commission. Amounts are in minor units of `currency`. */
export interface Conversion {
  readonly conversionId: ConversionId;
  readonly occurredAt: Instant;
  readonly kind: ConversionKind;
  readonly currency: Currency;
  readonly visitorId: VisitorId | null;
  readonly customerId: CustomerId | null;
  readonly coupon: string | null;
  readonly country: string | null;
  /** The partner that the merchant names: a won deal, a renewal of a bound customer. */
  readonly partnerId: PartnerId | null;
  /** The partners that share what the merchant names them for, in place of one: a deal that was split. */
  readonly split?: readonly Credit[] | undefined;
  /** The click id that the tracking link appended. */
  readonly clickId: ClickId | null;
  readonly lines: readonly ConversionLine[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a conversion says under a key, or null. Keys are the merchant's own words, also those that every object inherits. */
export function metadataAt({ metadata }: Pick<Conversion, 'metadata'>, key: string): string | null {
  return Object.hasOwn(metadata, key) ? (metadata[key] ?? null) : null;
}

/** One item of a conversion. `amountMinor` is what the customer was charged for it, tax and shipping included. */
export interface ConversionLine {
  readonly lineId: LineId;
  readonly productId: string | null;
  readonly category: string | null;
  readonly quantity: number;
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
  readonly shippingMinor: bigint;
}
