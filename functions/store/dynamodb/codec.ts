import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FittedModel } from '../../../domain/attribution/fitted-model.ts';
import type { ClaimStep } from '../../../domain/claim/claim.ts';
import type { Plan } from '../../../domain/commission/plan.ts';
import type { DealStep } from '../../../domain/deal/deal.ts';
import { Broken } from '../../../domain/errors.ts';
import type { MerchantId, ProgramId } from '../../../domain/ids.ts';
import { canonical, parseCanonical } from '../../../domain/integrity/canonical.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Coupon, Partner } from '../../../domain/partner/enrollment.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Payee } from '../../../domain/payout/payee.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { DocumentFact } from '../../../domain/statement/confirmation.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { OverdueReview, Review } from '../../../domain/tracking/review.ts';
import type { KeptDecision } from '../fact-store.ts';
import type { AdjustmentContent, MoneyDraft, OpeningsContent } from '../ledger-store.ts';
import type { EnrollmentFact, OwnedLink, TermsChange } from '../program-store.ts';
import type { StatementHeader } from '../statement-store.ts';
import type { OwnedProfile } from '../tax-store.ts';
import { DICTIONARY_1 } from './dictionary.ts';
import { ownerOf } from './table.ts';

/** What an item may tell, by the name in its attribute `t`. An item without `t` only helps to find another. */
export interface StoredFacts {
  readonly program: Program;
  readonly plan: Plan;
  readonly rate: DailyRate;
  readonly partner: Partner;
  readonly enrollment: EnrollmentFact;
  readonly 'terms-change': TermsChange;
  readonly link: OwnedLink;
  readonly coupon: Coupon;
  readonly click: Click;
  readonly conversion: Conversion;
  readonly reversal: Reversal;
  readonly review: Review;
  readonly 'overdue-review': OverdueReview;
  readonly decision: KeptDecision;
  readonly snapshot: FittedModel;
  readonly settlement: SettlementRecord;
  readonly adjustment: MoneyDraft<AdjustmentContent>;
  readonly openings: MoneyDraft<OpeningsContent>;
  readonly 'tax-profile': OwnedProfile;
  readonly entry: Entry;
  readonly statement: StatementHeader;
  readonly document: DocumentFact;
  readonly payee: Payee;
  readonly payout: Payout;
  readonly deal: DealStep;
  readonly claim: ClaimStep;
}

export type FactType = keyof StoredFacts;

/** One stored fact with whose it is; `programId` is null for what belongs to the merchant alone. */
export type DecodedItem = {
  readonly [T in FactType]: {
    readonly type: T;
    readonly merchantId: MerchantId;
    readonly programId: ProgramId | null;
    readonly fact: StoredFacts[T];
    /** Null where the fact carries its own instants: settlements and entries. */
    readonly recordedAt: Instant | null;
  };
}[FactType];

/**
 * An item as the SDK gives it to us. `b` is the body, `h` the hash of its content, `n` the number of chunks that hold the body
 * in its stead, `r` recordedAt, `x` the end of its life in epoch seconds, `s` when a pair was first seen together.
 */
export interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly t?: string;
  readonly h?: Uint8Array;
  readonly r?: number;
  readonly b?: Uint8Array;
  readonly n?: number;
  readonly x?: number;
  readonly s?: number;
}

/** A fact as it is stored: compressed canonical JSON, and the first 128 bits of that text's SHA-256. */
export interface Encoded {
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

/** First byte of a body: how the rest is to be read. */
const DEFLATED_1 = 1;
const HASH_BYTES = 16;

/** A window of 8 kB holds the dictionary and a fact: by itself zlib takes 256 kB of memory for each, for nothing smaller. */
const DEFLATE = { dictionary: DICTIONARY_1, level: 9, windowBits: 13, memLevel: 5 };

export function encodeFact(fact: unknown): Encoded {
  const text = canonical(fact);
  const deflated = deflateRawSync(text, DEFLATE);
  return { body: Buffer.concat([Buffer.of(DEFLATED_1), deflated]), hash: hashOf(text) };
}

export function contentHash(fact: unknown): Uint8Array {
  return hashOf(canonical(fact));
}

export function decodeBody<T>(body: Uint8Array): T {
  if (body[0] !== DEFLATED_1) throw new Broken('store.unknown-encoding', `no reader for encoding ${body[0]}`);
  return parseCanonical<T>(inflateRawSync(body.subarray(1), { dictionary: DICTIONARY_1 }).toString('utf8'));
}

/**
 * What an image of the table stream tells; null for items that only help to find others. The image may hold AttributeValues
 * (`{ S }`, `{ N }`, `{ B }` in bytes or base64) or plain values. A body in chunks must be read first: see `readWhole`.
 */
export function decodeItem(image: Readonly<Record<string, unknown>>): DecodedItem | null {
  const item = plainItem(image);
  if (item.t === undefined) return null;
  if (item.b === undefined) {
    throw new Broken('store.chunked', `the body of ${item.pk} ${item.sk} is in ${item.n ?? 0} chunks; read them first`);
  }
  const owner = ownerOf(item.pk);
  const fact = decodeBody<Partial<Scoped>>(item.b);
  return {
    type: item.t,
    merchantId: owner.merchantId || fact.merchantId,
    programId: owner.programId || fact.programId || null,
    fact,
    recordedAt: item.r ?? null,
  } as DecodedItem;
}

interface Scoped {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
}

/** AttributeValues as plain values; what is plain already stays. Our items hold texts, safe integers and bytes only. */
export function plainItem(image: Readonly<Record<string, unknown>>): Item {
  const item: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(image)) item[name] = plainValue(value);
  return item as unknown as Item;
}

function plainValue(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  const { S, N, B } = value as { S?: string; N?: string; B?: string | Uint8Array };
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  return typeof B === 'string' ? Buffer.from(B, 'base64') : B;
}

function hashOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, HASH_BYTES);
}
