/** How messages of a form of the merchant's own are read. A source is a JSON pointer into the message, or a fixed value. */
export type Source = string | { readonly value: string };

/** What a mapping may say of a conversion, of each of its lines, and of a reversal: names of the API. */
export const CONVERSION_MEMBERS = [
  'conversionId',
  'occurredAt',
  'currency',
  'kind',
  'customerId',
  'visitorId',
  'clickId',
  'coupon',
  'partnerId',
  'country',
] as const;
export const LINE_MEMBERS = ['lineId', 'productId', 'category', 'quantity', 'amount', 'tax', 'shipping'] as const;
export const REVERSAL_MEMBERS = [
  'reversalId',
  'conversionId',
  'lineId',
  'occurredAt',
  'currency',
  'cause',
  'amount',
  'quantity',
  'undoes',
] as const;

type Members<Name extends string> = Readonly<Partial<Record<Name, Source>>>;

/** What messages of one type become. */
export type MappingRule = { readonly type: string } & (
  | {
      readonly becomes: 'conversion';
      readonly members: Members<(typeof CONVERSION_MEMBERS)[number]>;
      readonly lines: {
        /** A list of items, to which the sources of `members` are relative; null: the message is its only line. */
        readonly each: string | null;
        readonly members: Members<(typeof LINE_MEMBERS)[number]>;
      };
    }
  | { readonly becomes: 'reversal'; readonly members: Members<(typeof REVERSAL_MEMBERS)[number]> }
);

/** How every message of a connector is read. */
export interface SignedMapping {
  /** By the Standard Webhooks, or a hex HMAC-SHA256 of the body in a header of this name. */
  readonly signature: { readonly scheme: 'standard-webhooks' } | { readonly scheme: 'hex'; readonly header: string };
  /** Where the id of a message stands; null: the header `webhook-id`, or what was sent is its own name. */
  readonly id: string | null;
  readonly type: Source;
  /** Decimal numbers in the major unit, or whole ones in the minor. */
  readonly amounts: 'decimal' | 'minor';
  /** On whose clocks times without an offset, and dates, are read; without it they are refused. */
  readonly timezone?: string | undefined;
  readonly rules: readonly MappingRule[];
}
