import type { PeriodId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Scheme } from '../../../domain/payout/bank-account.ts';
import { currencyOf } from '../../../domain/payout/bank-account.ts';
import { draftPayout } from '../../../domain/payout/draft-payout.ts';
import { dueDateOf } from '../../../domain/payout/due-date.ts';
import type { Batch, Payout } from '../../../domain/payout/payout.ts';
import { itemOf } from '../../../domain/payout/payout.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/store.ts';
import { mapLimited } from '../map-limited.ts';
import { advance, recordIn, runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';
import { advanceBatch, advancePayout, contentHashOf, payoutTermsOf } from './payout-batch.ts';
import type { OwedPayout, PayoutGround } from './payout-ground.ts';
import { payoutSources } from './payout-sources.ts';

const PARTNERS_AT_ONCE = 16;

export interface PreparePayouts {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly actor: string;
}

/**
 * Drafts the payouts of a closed period and of all before it that still wait: each with what holds it, the others in one batch
 * a scheme. Prepared again it follows what has changed since, and otherwise adds nothing.
 */
export async function preparePayouts(
  deps: Deps,
  { scope, periodId, actor }: PreparePayouts,
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['closed']);
  const ground = await groundOf(deps, scope, periodId);
  const owed = await owedPayouts(deps, ground, record);
  const open = await batchesInDraft(deps, scope);
  const drafted = await mapLimited(owed, PARTNERS_AT_ONCE, (each) => draftOf(deps, ground, open, each));
  const wanted = drafted.filter((draft) => draft !== null);
  for (const scheme of ['zengin', 'sepa', 'nacha'] as const) {
    await fillBatch(deps, ground, { scheme, periodId, actor }, wanted);
  }
  const waiting = wanted.filter(({ scheme }) => scheme === null);
  await mapLimited(waiting, PARTNERS_AT_ONCE, (draft) => put(deps, scope, draft, null));
  if (record.payoutRunAt !== null) return record;
  return await advance(deps, scope, record, { ...record, payoutRunAt: deps.now() });
}

async function groundOf(deps: Deps, scope: Scope, periodId: PeriodId): Promise<PayoutGround> {
  const program = await programOf(deps, scope);
  const terms = payoutTermsOf(program);
  const [settlements, rates] = await Promise.all([
    deps.stores.settlements.settlements(scope),
    deps.stores.programs.rates(scope),
  ]);
  const closed = settlements.filter((each) => each.status === 'closed' && each.periodId <= periodId);
  const due = dueDateOf(periodId, terms, bankDaysOf(terms.calendar));
  return { scope, program, calendar: calendarOf(program.timezone), closed, rates, due };
}

/** What the period pays out, and what is left over from those before. */
async function owedPayouts(deps: Deps, ground: PayoutGround, record: SettlementRecord): Promise<readonly OwedPayout[]> {
  const { scope, closed } = ground;
  const owed: OwedPayout[] = [];
  for (const { partnerId, payoutMinor } of await deps.stores.runs.partners(scope, runKeyOf(record))) {
    if (payoutMinor > 0n) owed.push({ record, partnerId, payableMinor: payoutMinor });
  }
  for (const earlier of closed) {
    if (earlier.periodId === record.periodId) continue;
    for (const { partnerId, payableMinor } of await deps.stores.payouts.payouts(scope, earlier.periodId)) {
      owed.push({ record: earlier, partnerId, payableMinor });
    }
  }
  return owed;
}

async function batchesInDraft({ stores }: Deps, scope: Scope): Promise<ReadonlyMap<string, Batch>> {
  const batches = await stores.payouts.batches(scope);
  return new Map(batches.map((batch) => [batch.batchId, batch]));
}

interface Draft {
  readonly before: Payout | null;
  readonly payout: Payout;
  /** How it is sent; null while it waits. */
  readonly scheme: Scheme | null;
}

/** A payout drafted anew; null when it is on its way, or in the batch of another preparation. */
async function draftOf(
  deps: Deps,
  ground: PayoutGround,
  batches: ReadonlyMap<string, Batch>,
  owed: OwedPayout,
): Promise<Draft | null> {
  const { scope, closed } = ground;
  const { partnerId, record } = owed;
  const before = await deps.stores.payouts.payout(scope, { periodId: record.periodId, partnerId });
  if (before !== null && ['approved', 'remitted', 'confirmed'].includes(before.status)) return null;
  if (before?.status === 'draft' && before.batchId !== null) {
    const batch = batches.get(before.batchId);
    const isIn = batch?.items.some((item) => item.payoutId === before.payoutId && item.attempt === before.attempt);
    // Its batch was approved while this payout had not followed yet; or it is a draft of another period's.
    const isElsewhere = batch?.status === 'approved' || batch?.status === 'remitted';
    const isOthers = batch?.status === 'draft' && batch.periodId !== closed.at(-1)?.periodId;
    if (isIn && (isElsewhere || isOthers)) return null;
  }
  const sources = await payoutSources(deps, ground, owed);
  const payout = draftPayout(before, sources);
  const scheme = payout.reasons.length > 0 ? null : (sources.payee?.account.scheme ?? null);
  return { before, payout, scheme };
}

interface Filling {
  readonly scheme: Scheme;
  readonly periodId: PeriodId;
  readonly actor: string;
}

/**
 * Brings the draft batch of a scheme to what can be paid. A payout leaves its batch before it is changed and is changed before
 * it enters, so that a batch never holds what is not there.
 */
async function fillBatch(deps: Deps, ground: PayoutGround, filling: Filling, drafts: readonly Draft[]): Promise<void> {
  const { scope } = ground;
  const own = drafts.filter(({ scheme }) => scheme === filling.scheme);
  const all = await deps.stores.payouts.batches(scope);
  const prefix = `${filling.periodId}-${filling.scheme}-`;
  const former = all.filter(({ batchId }) => batchId.startsWith(prefix));
  let current = former.find(({ status }) => status === 'draft') ?? null;
  if (current === null && own.length === 0) return;
  const batchId = current?.batchId ?? `${prefix}${former.length + 1}`;
  const stays = new Set(own.map(({ payout }) => payout.payoutId));
  if (current !== null) {
    const kept = current.items.filter(({ payoutId }) => stays.has(payoutId));
    if (kept.length < current.items.length) {
      const next = withItems(deps, ground, filling, { ...current, items: kept });
      current = await advanceBatch(deps, scope, current, next);
    }
  }
  await mapLimited(own, PARTNERS_AT_ONCE, (draft) => put(deps, scope, draft, batchId));
  const items = own
    .map(({ payout }) => itemOf(payout, payout.payeeRevision ?? 0))
    .sort((a, b) => (a.payoutId < b.payoutId ? -1 : 1));
  const first = current ?? newBatch(deps, ground, filling, batchId);
  // What was posted before keeps its own rate; the others share one.
  const rate = own.find(({ payout }) => !payout.isPosted)?.payout.rate ?? null;
  const next = withItems(deps, ground, filling, { ...first, items, rate });
  if (current === null || current.contentHash !== next.contentHash) await advanceBatch(deps, scope, current, next);
}

async function put(deps: Deps, scope: Scope, { before, payout }: Draft, batchId: string | null): Promise<void> {
  const next = { ...payout, batchId };
  if (before !== null && canonical(before) === canonical(next)) return;
  await advancePayout(deps, scope, before, next);
}

/** Whoever gave a batch its content is its author, and is not the one who approves it. */
function withItems(deps: Deps, { due }: PayoutGround, { actor }: Filling, batch: Batch): Batch {
  const next = { ...batch, due };
  return { ...next, contentHash: contentHashOf(deps, next), draftedBy: actor, draftedAt: deps.now() };
}

function newBatch(deps: Deps, { program, due }: PayoutGround, filling: Filling, batchId: string): Batch {
  return {
    batchId,
    periodId: filling.periodId,
    scheme: filling.scheme,
    status: 'draft',
    currency: program.currency,
    transferCurrency: currencyOf(filling.scheme),
    rate: null,
    due,
    items: [],
    contentHash: '',
    draftedBy: filling.actor,
    draftedAt: deps.now(),
    approvedBy: null,
    approvedAt: null,
    remittedBy: null,
    remittedAt: null,
    cancelledBy: null,
    cancelledAt: null,
  };
}
