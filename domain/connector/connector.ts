import type { ConversionId, MerchantId, ProgramId, ReversalId } from '../ids.ts';
import type { Sentence } from '../said.ts';
import type { Instant } from '../time.ts';
import type { SignedMapping } from './signed-mapping.ts';

/** Whose form messages have: a vendor that is known, or a form of the merchant's own that is signed. */
export const CONNECTOR_KINDS = ['stripe', 'shopify', 'signed'] as const;

/** A standing connection by which a vendor's system tells sales and refunds of one program. */
export interface Connector {
  /** Derived from merchant, program and name; it stands in the address that the vendor posts to. */
  readonly connectorId: string;
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
  readonly name: string;
  readonly kind: (typeof CONNECTOR_KINDS)[number];
  /** The vendor's account whose messages are taken, such as `acct_1` or `shop.myshopify.com`; null: any that is signed. */
  readonly account: string | null;
  /** Takes what was made to try things out. */
  readonly takesTests: boolean;
  readonly isActive: boolean;
  /** How a message is read; only where the vendor's form is not known. */
  readonly mapping: SignedMapping | null;
  /** Newest first; two are good while the vendor changes over. */
  readonly secrets: readonly ConnectorSecret[];
  readonly revision: number;
  readonly changedAt: Instant;
  readonly changedBy: string;
}

/** What the vendor signs with, sealed. */
export interface ConnectorSecret {
  readonly sealed: string;
  /** The same for equal secrets, so that the same again is known. */
  readonly print: string;
  /** Its last characters, for people who look for the right one. */
  readonly ending: string;
  /** Until when it is good; null: until it is replaced. */
  readonly goodUntil: Instant | null;
}

/** What became of a message. `refused`: this connector does not take such; `parked`: it waits for somebody, or for another message. */
export const MESSAGE_OUTCOMES = ['taken', 'ignored', 'refused', 'parked'] as const;
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

/** One message of a vendor, as it was last dealt with. */
export interface ConnectorMessage {
  /** The vendor's own id of it. */
  readonly messageId: string;
  readonly type: string;
  readonly outcome: MessageOutcome;
  readonly reason: Sentence | null;
  /** What was recorded by it. */
  readonly recorded: readonly RecordedByMessage[];
  /** The payment whose sale it waits for. */
  readonly waitsFor: string | null;
  /** SHA-256 of what was sent. */
  readonly hash: string;
  /** Of what is parked: what was sent, less what names people; null when even that was too large. */
  readonly kept: string | null;
  readonly tries: number;
  /** Of the last try. */
  readonly at: Instant;
}

/** A fact that a message became. */
export type RecordedByMessage =
  | { readonly type: 'conversion'; readonly id: ConversionId }
  | { readonly type: 'reversal'; readonly id: ReversalId };

const SECRETS_MAX = 2;

/** The secrets after a new one came: the one before stays good for a while, and no older one. */
export function rotated(
  secrets: readonly ConnectorSecret[],
  next: ConnectorSecret,
  earlierGoodUntil: Instant,
): readonly ConnectorSecret[] {
  const earlier = secrets.map((secret) => ({ ...secret, goodUntil: secret.goodUntil ?? earlierGoodUntil }));
  return [next, ...earlier].slice(0, SECRETS_MAX);
}

/** The secrets that a message may be signed with at an instant. */
export function goodSecrets({ secrets }: Pick<Connector, 'secrets'>, now: Instant): readonly ConnectorSecret[] {
  return secrets.filter(({ goodUntil }) => goodUntil === null || now < goodUntil);
}
