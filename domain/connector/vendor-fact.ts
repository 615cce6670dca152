import type { Sentence } from '../said.ts';

/** What a message of a vendor says has happened, in the words of our own contract, not yet held against it. */
export type VendorFact =
  /** A conversion with the vendor's payments of it, by which refunds name it later. */
  | {
      readonly fact: 'conversion';
      readonly wire: WireFact;
      /** Codes that the customer entered together, where the vendor knows no single one. */
      readonly coupons?: readonly string[];
      readonly payments: readonly string[];
    }
  /** A reversal of the conversion that it names, or of the one that a payment was for. */
  | { readonly fact: 'reversal'; readonly wire: WireFact; readonly payment: string | null }
  /** Which conversion a payment was for. */
  | { readonly fact: 'payment'; readonly payment: string; readonly conversionId: string }
  /** How much of a payment has been refunded so far; its single refunds are told by messages of their own. */
  | { readonly fact: 'refunded'; readonly payment: string; readonly amount: WireAmount };

/** Members of a conversion or reversal as callers of the API write them. */
export type WireFact = Readonly<Record<string, unknown>>;

/** Money as callers of the API write it. */
export interface WireAmount {
  readonly amount: string;
  readonly currency: string;
}

/** What a message comes to: facts, nothing that concerns us, or something that this connector does not take. */
export type Mapped =
  /** `note`: what of the message was left out, and why. */
  | { readonly outcome: 'facts'; readonly facts: readonly VendorFact[]; readonly note: Sentence | null }
  | { readonly outcome: 'ignored'; readonly reason: Sentence }
  | { readonly outcome: 'refused'; readonly reason: Sentence };

/** A message that says these. */
export function facts(...found: readonly VendorFact[]): Mapped {
  return { outcome: 'facts', facts: found, note: null };
}

/** A message that is no concern of ours, and why. */
export function ignored(reason: Sentence): Mapped {
  return { outcome: 'ignored', reason };
}
