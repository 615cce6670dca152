import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { ClearingItem } from '../../../domain/ledger/clearing.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { payeeInForce, undecidedPayee } from '../../../domain/payout/payee.ts';
import { holdsLeft } from '../../../domain/payout/screening-release.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Flag, Overview, PartnerToReview } from '../../../domain/settlement/period-review.ts';
import { flagsOf, overviewOf } from '../../../domain/settlement/period-review.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunKey, RunPartner } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import type { ListedReview } from '../facts/list-reviews.ts';
import { listReviews } from '../facts/list-reviews.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { partnerOwner } from '../payout/payee-change.ts';
import type { ToScreen } from '../payout/screening-holds.ts';
import { screeningHolds } from '../payout/screening-holds.ts';
import { payOnOf, taxPlannerOf } from '../tax/tax-at-close.ts';
import { taxTables } from '../tax/tax-rows.ts';
import { programOf } from '../terms/load-terms.ts';
import { openClearing } from './open-clearing.ts';
import { recordIn, runKeyOf } from './settlement-record.ts';

const OVERDUE_MAX = 1000;
/** A fifth of what was sold. */
const REFUND_RATE = '0.2';

export interface PeriodReview {
  readonly settlement: SettlementRecord;
  /** On the first page only: it is of the whole period. */
  readonly overview: (Overview & { readonly overdue: OverdueReviews | null }) | null;
  /** Of the partners of this page. */
  readonly flags: readonly Flag[];
  /** What earlier payouts to them had left open on clearing accounts when the period ended, oldest first. */
  readonly clearing: readonly ClearingItem[];
  /** The page after this one. */
  readonly next: number | null;
}

/** Reviews of the merchant whose deadline has passed; null for a program without them. */
export interface OverdueReviews {
  readonly reviews: readonly ListedReview[];
  /** False: there are more than are listed. */
  readonly isComplete: boolean;
}

/**
 * What finance looks at before a run is approved, and before a closed period is paid: figures beside the last closed period, and
 * what is odd of whom. A page is a shard of the run, so a page may be without a flag and still have one after it.
 */
export async function reviewPeriod(
  deps: Deps,
  { scope, periodId, page }: { readonly scope: Scope; readonly periodId: PeriodId; readonly page: number },
): Promise<PeriodReview> {
  const program = await programOf(deps, scope);
  const settlement = await recordIn(deps, scope, periodId, ['calculated', 'approved', 'closed']);
  const { runs } = deps.stores;
  const run = runKeyOf(settlement);
  const shardCount = await runs.shardCount(scope, run);
  const overview = page === 0 ? await overviewIn(deps, scope, program, settlement) : null;
  const partners = page < shardCount ? await runs.partners(scope, run, page) : [];
  const flags = partners.length === 0 ? [] : await flagsIn(deps, { scope, program, settlement, run }, partners, page);
  const partnerIds = partners.map(({ partnerId }) => partnerId);
  const clearing = await openClearing(deps, program, { periodId, partnerIds });
  return { settlement, overview, flags, clearing, next: page + 1 < shardCount ? page + 1 : null };
}

async function overviewIn(deps: Deps, scope: Scope, program: Program, settlement: SettlementRecord) {
  const { runs, settlements } = deps.stores;
  const { previousPeriodId } = settlement;
  const previous = previousPeriodId === null ? null : await settlements.settlement(scope, previousPeriodId);
  const [now, before, overdue] = await Promise.all([
    runs.summary(scope, runKeyOf(settlement)),
    previous === null ? null : runs.summary(scope, runKeyOf(previous)),
    program.review === undefined ? null : overdueReviews(deps, scope),
  ]);
  return { ...overviewOf(now, before), overdue };
}

async function overdueReviews(deps: Deps, scope: Scope): Promise<OverdueReviews> {
  const { reviews, next } = await listReviews(deps, { scope, state: 'overdue', limit: OVERDUE_MAX, after: null });
  return { reviews, isComplete: next === null };
}

interface InReview {
  readonly scope: Scope;
  readonly program: Program;
  readonly settlement: SettlementRecord;
  readonly run: RunKey;
}

async function flagsIn(
  deps: Deps,
  { scope, program, settlement, run }: InReview,
  partners: readonly RunPartner[],
  shard: number,
) {
  const { runs, payees, taxes } = deps.stores;
  const issuedAt = settlement.approvedAt ?? deps.now();
  const taxed = await taxPlannerOf(deps, { scope, program, run, issuedAt });
  const entries = await entriesByPartner(runs.entries(scope, run, shard));
  const limits = {
    calendar: calendarOf(program.timezone),
    paidOn: payOnOf(program, run.periodId),
    refundRate: program.settlement.refundRateLimit ?? REFUND_RATE,
    tables: await taxTables(deps, scope.merchantId),
  };
  const flagged = await mapLimited(partners, WORK_AT_ONCE, async (partner: RunPartner) => {
    const { partnerId, payoutMinor } = partner;
    const paysHere = program.settlement.payout !== undefined && payoutMinor > 0n;
    const [text, tax, accounts, profile] = await Promise.all([
      runs.statement(scope, run, partnerId),
      taxed?.(partner, entries.get(partnerId) ?? []) ?? null,
      paysHere ? payees.payees(scope.merchantId, partnerOwner(partnerId)) : null,
      taxed === null ? null : taxes.book({ merchantId: scope.merchantId, book: 'profile', id: partnerId }),
    ]);
    if (text === null) return [];
    const payee = accounts === null ? null : payeeInForce(accounts);
    const hasPayee = accounts === null ? null : payee !== null;
    const statement = JSON.parse(text) as Statement;
    const screened = paysHere
      ? await screenedIn(deps, program, { periodId: run.periodId, partnerId, statement, payee })
      : null;
    const undecided = {
      payee: undecidedPayee(accounts ?? [])?.revision ?? null,
      taxProfile: profile?.versions.findLast(({ status }) => status === 'proposed')?.version ?? null,
    };
    const taxNotes = tax?.needsReview ?? [];
    return flagsOf({ partnerId, statement, taxNotes, hasPayee, undecided, screened }, limits);
  });
  return flagged.flat();
}

/** What holds the payout, or would before it is drafted; nothing once it is released, posted, or its time is over. */
async function screenedIn(deps: Deps, program: Program, toScreen: ToScreen): Promise<PartnerToReview['screened']> {
  const found = await screeningHolds(deps, program, toScreen);
  if (found.length === 0) return null;
  const { periodId, partnerId } = toScreen;
  const payout = await deps.stores.payouts.payout(program, { periodId, partnerId });
  const holds = payout?.isPosted ? [] : holdsLeft(found, payout, deps.now());
  const [first] = holds;
  return first === undefined ? null : { signs: holds.map(({ until: _, ...sign }) => sign), until: first.until };
}

async function entriesByPartner(entries: AsyncIterable<Entry>): Promise<ReadonlyMap<PartnerId, readonly Entry[]>> {
  const byPartner = new Map<PartnerId, Entry[]>();
  for await (const entry of entries) {
    const own = byPartner.get(entry.partnerId);
    if (own) own.push(entry);
    else byPartner.set(entry.partnerId, [entry]);
  }
  return byPartner;
}
