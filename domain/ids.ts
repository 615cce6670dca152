declare const kind: unique symbol;

/** A string of one kind: plain text may enter, but a partner's id never stands where a visitor's is wanted. */
type Id<K extends string> = string & { readonly [kind]?: K };

export type MerchantId = Id<'merchant'>;
export type ProgramId = Id<'program'>;
export type PartnerId = Id<'partner'>;
export type VisitorId = Id<'visitor'>;
export type CustomerId = Id<'customer'>;
export type ClickId = Id<'click'>;
export type LinkId = Id<'link'>;
export type ConversionId = Id<'conversion'>;
export type LineId = Id<'line'>;
export type ReversalId = Id<'reversal'>;
export type RuleId = Id<'rule'>;
export type EntryId = Id<'entry'>;
export type PeriodId = Id<'period'>;
/** A deal that is won becomes a conversion under its own id. */
export type DealId = ConversionId;
