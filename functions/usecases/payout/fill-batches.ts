import type { PeriodId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Scheme } from '../../../domain/payout/bank-account.ts';
import { currencyOf } from '../../../domain/payout/bank-account.ts';
import type { BatchLimit } from '../../../domain/payout/divide-payouts.ts';
import { dividePayouts } from '../../../domain/payout/divide-payouts.ts';
import { payerInForce } from '../../../domain/payout/payee.ts';
import type { Batch, BatchItem, Payout } from '../../../domain/payout/payout.ts';
import { itemOf } from '../../../domain/payout/payout.ts';
import { holdingOf } from '../../../domain/payout/payout-clearing.ts';
import type { Finding } from '../../../domain/remittance/finding.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { programOwner } from './payee-change.ts';
import { advanceBatch, advancePayout, batchNumberOf, contentHashOf } from './payout-batch.ts';
import type { PayoutGround } from './payout-ground.ts';
import { writeRemittance } from './remittance-file.ts';

/** A payout as it was drafted anew, before it is stored. */
export interface Draft {
  readonly before: Payout | null;
  readonly payout: Payout;
  /** How it is sent; null while it waits. */
  readonly scheme: Scheme | null;
}

export interface Filling {
  readonly scheme: Scheme;
  readonly periodId: PeriodId;
  readonly actor: string;
  readonly limit: BatchLimit;
}

/**
 * Brings the draft batches of a scheme to what can be paid, each with its file, and hands back what the bank would refuse. A payout
 * leaves its batch before it is changed and is changed before it enters, so that a batch never holds what is not there.
 */
export async function fillBatches(
  deps: Deps,
  ground: PayoutGround,
  filling: Filling,
  drafts: readonly Draft[],
): Promise<readonly Draft[]> {
  const { scope } = ground;
  const prefix = `${filling.periodId}-${filling.scheme}-`;
  const former = (await deps.stores.payouts.batches(scope)).filter(({ batchId }) => batchId.startsWith(prefix));
  const drafted = former.filter(({ status }) => status === 'draft');
  const ids = drafted.map(({ batchId }) => batchId);
  const filled: (Filled & { readonly current: Batch | null })[] = [];
  let made = former.length;
  for (const [index, own] of dividePayouts(drafts, ids, filling.limit).entries()) {
    const current = drafted[index] ?? null;
    const first = current ?? newBatch(deps, ground, filling, `${prefix}${made + 1}`);
    const full = await withFile(deps, ground, first, own);
    if (current === null && full.own.length > 0) made += 1;
    filled.push({ ...full, current: await lessened(deps, scope, filling, { ...full, current }) });
  }
  for (const { batch, own, current } of filled) {
    if (current === null && own.length === 0) continue;
    await mapLimited(own, WORK_AT_ONCE, (draft) => putDraft(deps, scope, draft, batch.batchId));
    const next = signed(deps, filling, batch);
    if (current === null || current.contentHash !== next.contentHash) await advanceBatch(deps, scope, current, next);
  }
  return filled.flatMap(({ refused }) => refused);
}

/** A batch without the payouts that leave it. */
async function lessened(
  deps: Deps,
  scope: Scope,
  filling: Filling,
  { current, own }: Pick<Filled, 'own'> & { readonly current: Batch | null },
): Promise<Batch | null> {
  const stays = new Set(own.map(({ payout }) => payout.payoutId));
  const kept = current?.items.filter(({ payoutId }) => stays.has(payoutId)) ?? [];
  if (current === null || kept.length === current.items.length) return current;
  const { batch: less } = await writtenBatch(deps, scope, current, kept);
  return await advanceBatch(deps, scope, current, signed(deps, filling, less));
}

/** Stores a draft as part of a batch, or as one that waits. */
export async function putDraft(
  deps: Deps,
  scope: Scope,
  { before, payout }: Draft,
  batchId: string | null,
): Promise<void> {
  const next = { ...payout, batchId };
  if (before !== null && canonical(before) === canonical(next)) return;
  await advancePayout(deps, scope, before, next);
}

interface Filled {
  readonly batch: Batch;
  readonly own: readonly Draft[];
  /** Left out, each with what a bank would say of it. */
  readonly refused: readonly Draft[];
}

/** The batch with all that its file can tell the bank. */
async function withFile(deps: Deps, ground: PayoutGround, first: Batch, drafts: readonly Draft[]): Promise<Filled> {
  const { scope, due, valueDates } = ground;
  const history = await deps.stores.payees.payees(scope.merchantId, programOwner(scope.programId));
  const payerRevision = payerInForce(history, first.scheme)?.revision ?? null;
  let own = drafts.toSorted((a, b) => (a.payout.payoutId < b.payout.payoutId ? -1 : 1));
  const refused: Draft[] = [];
  for (;;) {
    // What was posted before keeps its own rate; the others share one.
    const rate = own.find(({ payout }) => !payout.isPosted)?.payout.rate ?? null;
    const ordered = { ...first, rate, due, valueDate: valueDates[first.scheme], payerRevision };
    const items = own.map(({ payout }) => itemOf(payout, payout.payeeRevision ?? 0));
    const { batch, faulty } = await writtenBatch(deps, scope, ordered, items);
    if (faulty.size === 0) return { batch, own, refused };
    refused.push(...own.flatMap((draft, index) => notEncodable(draft, faulty.get(index + 1), deps.now())));
    own = own.filter((_, index) => !faulty.has(index + 1));
  }
}

/** A batch with its items and their file; `faulty` are transfers that keep the file from being written, by place from 1. */
async function writtenBatch(deps: Deps, scope: Scope, batch: Batch, items: readonly BatchItem[]) {
  const { file } = await writeRemittance(deps, scope, { ...batch, items });
  const faulty = new Map<number, Finding>();
  if (file.outcome === 'refused') {
    for (const finding of file.findings) {
      const { record, severity } = finding;
      if (record > 0 && severity === 'reject') faulty.set(record, faulty.get(record) ?? finding);
    }
  }
  return { batch: { ...batch, items, file }, faulty };
}

function notEncodable(draft: Draft, fault: Finding | undefined, now: Instant): readonly Draft[] {
  if (fault === undefined) return [];
  const { reason: note, ja } = fault;
  const told = ja === undefined ? { note } : { note, ja };
  const { heldAt: _held, clearedAt: _cleared, ...payout } = draft.payout;
  const reasons = [...payout.reasons, { code: 'payee.not-encodable', ...told } as const];
  return [{ ...draft, payout: { ...payout, ...holdingOf(draft.before, reasons, now) }, scheme: null }];
}

/** Whoever gave a batch its content is its author, and is not the one who approves it. */
function signed(deps: Deps, { actor }: Filling, batch: Batch): Batch {
  return { ...batch, contentHash: contentHashOf(deps, batch), draftedBy: actor, draftedAt: deps.now() };
}

function newBatch(deps: Deps, ground: PayoutGround, { scheme, periodId, actor }: Filling, batchId: string): Batch {
  const { scope, program, due, valueDates } = ground;
  return {
    batchId,
    number: batchNumberOf(deps, scope, batchId),
    periodId,
    scheme,
    status: 'draft',
    currency: program.currency,
    transferCurrency: currencyOf(scheme),
    rate: null,
    due,
    valueDate: valueDates[scheme],
    items: [],
    payerRevision: null,
    writtenAt: deps.now(),
    file: { outcome: 'refused', findings: [] },
    contentHash: '',
    draftedBy: actor,
    draftedAt: deps.now(),
    approvedBy: null,
    approvedAt: null,
    remittedBy: null,
    remittedAt: null,
    cancelledBy: null,
    cancelledAt: null,
  };
}
