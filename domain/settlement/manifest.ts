import type { FittedModel } from '../attribution/fitted-model.ts';
import type { Plan } from '../commission/plan.ts';
import { Broken } from '../errors.ts';
import type { ConversionId, MerchantId, PeriodId, ProgramId, VisitorId } from '../ids.ts';
import { canonical, quoted } from '../integrity/canonical.ts';
import type { Adjustment, OpeningBalance } from '../ledger/adjustment.ts';
import { decisionsByPartner } from '../ledger/adjustment.ts';
import type { DailyRate } from '../money/exchange.ts';
import { directoryOf } from '../partner/directory.ts';
import type { Coupon, Enrollment } from '../partner/enrollment.ts';
import type { Program } from '../partner/program.ts';
import { byText } from '../text-order.ts';
import type { Click } from '../tracking/click.ts';
import { clickText, conversionText } from '../tracking/fact-text.ts';
import type { Reversal } from '../tracking/reversal.ts';
import type { Review } from '../tracking/review.ts';
import type { HashedConversion, PeriodFacts, SealedConversion } from './facts.ts';
import type { ProgramTerms } from './terms.ts';
import { termsOf } from './terms.ts';

/**
 * A sealed period: every fact that its close is a function of. Rows are sorted by type and id, so the order of arrival leaves
 * no trace; the hash is taken over the rows' hashes and the predecessor's.
 */
export interface Manifest {
  readonly header: ManifestHeader;
  readonly rows: readonly ManifestRow[];
}

/** Which period was sealed, after which, and what was looked through. */
export interface ManifestHeader {
  readonly merchantId: MerchantId;
  readonly programId: ProgramId;
  readonly periodId: PeriodId;
  /** The manifest of the period closed before, or null for the first. */
  readonly previousHash: string | null;
  readonly hash: string;
  /** The UTC days of recording that were looked through, both included. */
  readonly recordedFrom: string;
  readonly recordedTo: string;
  /** Facts recorded already that occur at or after the cutoff: the next seal takes them up. */
  readonly later: readonly LaterFact[];
}

/** Names a fact. */
export interface LaterFact {
  readonly type: 'conversion' | 'reversal' | 'review';
  readonly id: string;
}

/** A fact with the hash of its canonical text; the id tells it from others of its type. */
export type ManifestRow = { readonly id: string; readonly hash: string } & (
  | { readonly type: 'program'; readonly fact: Program }
  | { readonly type: 'plan'; readonly fact: Plan }
  | { readonly type: 'enrollment'; readonly fact: Enrollment }
  | { readonly type: 'coupon'; readonly fact: Coupon }
  | { readonly type: 'rate'; readonly fact: DailyRate }
  | { readonly type: 'snapshot'; readonly fact: FittedModel }
  | { readonly type: 'adjustment'; readonly fact: Adjustment }
  | { readonly type: 'opening'; readonly fact: OpeningBalance }
  | { readonly type: 'conversion'; readonly fact: SealedConversion }
  | { readonly type: 'reversal'; readonly fact: Reversal }
  | { readonly type: 'review'; readonly fact: Review }
  | { readonly type: 'click'; readonly fact: Click }
);

/** A fact by its name, before it is hashed. */
export type UnhashedRow = Unhashed<ManifestRow>;
type Unhashed<Row> = Row extends ManifestRow ? Omit<Row, 'hash'> : never;

/** A row of a manifest, its fact hashed by its canonical text. */
export function hashedRow(row: UnhashedRow, sha256: (text: string) => string): ManifestRow {
  const { type, id, fact } = row;
  return { type, id, fact, hash: sha256(factText(row)) } as ManifestRow;
}

/** What `canonical` gives of a fact; of those that a month has many of, in a third of the time. */
function factText({ type, fact }: UnhashedRow): string {
  if (type === 'click') return clickText(fact);
  if (type !== 'conversion') return canonical(fact);
  const { clickVisitorId, conversion } = fact;
  const visitor = clickVisitorId === null ? 'null' : quoted(clickVisitorId);
  return `{"clickVisitorId":${visitor},"conversion":${conversionText(conversion)}}`;
}

/** Order of the rows of a manifest: by type, then id. */
export function byTypeAndId(a: Pick<ManifestRow, 'type' | 'id'>, b: Pick<ManifestRow, 'type' | 'id'>): number {
  return byText(a.type, b.type) || byText(a.id, b.id);
}

/** The hash of a manifest: over whose and which period it is, its predecessor's hash, and its rows with theirs, in order. */
export function manifestHashOf(
  header: Pick<ManifestHeader, 'merchantId' | 'programId' | 'periodId' | 'previousHash'>,
  rows: readonly Pick<ManifestRow, 'type' | 'id' | 'hash'>[],
  sha256: (text: string) => string,
): string {
  const { merchantId, programId, periodId, previousHash } = header;
  const lines = [canonical([{ merchantId, programId }, periodId, previousHash])];
  for (const { type, id, hash } of rows) lines.push(`${type} ${id} ${hash}`);
  return sha256(lines.join('\n'));
}

function hashedConversion({
  fact,
  hash,
}: {
  readonly fact: SealedConversion;
  readonly hash: string;
}): HashedConversion {
  const { conversion, clickVisitorId } = fact;
  return { conversion, clickVisitorId, factHash: hash };
}

/** The facts and the terms of a sealed period, as its calculation takes them. */
export function unsealed({ header, rows }: Manifest): { readonly facts: PeriodFacts; readonly terms: ProgramTerms } {
  const programs: Program[] = [];
  const plans: Plan[] = [];
  const enrollments: Enrollment[] = [];
  const coupons: Coupon[] = [];
  const rates: DailyRate[] = [];
  let fit: FittedModel | null = null;
  const adjustments: Adjustment[] = [];
  const openings: OpeningBalance[] = [];
  const conversions: HashedConversion[] = [];
  const reversals: Reversal[] = [];
  const reviews = new Map<ConversionId, Review>();
  const clicks = new Map<VisitorId, Click[]>();
  for (const row of rows) {
    if (row.type === 'program') programs.push(row.fact);
    else if (row.type === 'plan') plans.push(row.fact);
    else if (row.type === 'enrollment') enrollments.push(row.fact);
    else if (row.type === 'coupon') coupons.push(row.fact);
    else if (row.type === 'rate') rates.push(row.fact);
    else if (row.type === 'snapshot') fit = row.fact;
    else if (row.type === 'adjustment') adjustments.push(row.fact);
    else if (row.type === 'opening') openings.push(row.fact);
    else if (row.type === 'conversion') conversions.push(hashedConversion(row));
    else if (row.type === 'reversal') reversals.push(row.fact);
    else if (row.type === 'review') reviews.set(row.fact.conversionId, row.fact);
    else {
      const own = clicks.get(row.fact.visitorId);
      if (own) own.push(row.fact);
      else clicks.set(row.fact.visitorId, [row.fact]);
    }
  }
  const [program] = programs;
  if (program === undefined) throw new Broken('manifest.no-program', 'the manifest holds no program');
  return {
    facts: { conversions, reversals, clicks, ...(reviews.size > 0 ? { reviews } : {}) },
    terms: {
      ...termsOf(program, plans, directoryOf(enrollments, coupons), rates),
      fit,
      decisions: new Map([[header.periodId, decisionsByPartner(adjustments, openings)]]),
      manifestHash: header.hash,
    },
  };
}
