import { DomainError } from '../../../domain/errors.ts';
import type { PeriodId } from '../../../domain/ids.ts';
import type { Scheme } from '../../../domain/payout/bank-account.ts';
import { BATCH_LIMIT } from '../../../domain/payout/divide-payouts.ts';
import { draftPayout, isNetted } from '../../../domain/payout/draft-payout.ts';
import { dueDateOf } from '../../../domain/payout/due-date.ts';
import { valueDateOf } from '../../../domain/payout/value-date.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunPartner } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { advance, recordIn, runKeyOf } from '../settlement/settlement-record.ts';
import { programOf } from '../terms/load-terms.ts';
import type { Draft } from './fill-batches.ts';
import { fillBatches, putDraft } from './fill-batches.ts';
import { settleNetted } from './net-payout.ts';
import { payoutTermsOf } from './payout-batch.ts';
import type { OwedPayout, PayoutGround } from './payout-ground.ts';
import { payoutSources } from './payout-sources.ts';
import { CALENDARS } from './remittance-file.ts';
import { postUndone } from './undo-payout.ts';

const SCHEMES = ['zengin', 'sepa', 'nacha'] as const;

export interface PreparePayouts {
  readonly scope: Scope;
  readonly periodId: PeriodId;
  readonly actor: string;
}

/**
 * Drafts the payouts of a closed period and of all before it that still wait: each with what holds it, the others in batches
 * of each scheme. Prepared again it follows what has changed since, and otherwise adds nothing.
 */
export async function preparePayouts(
  deps: Deps,
  { scope, periodId, actor }: PreparePayouts,
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['closed']);
  const ground = await groundOf(deps, scope, periodId);
  refuseOutOfOrder(ground, periodId);
  const owed = await owedPayouts(deps, ground, record);
  const partners = [...Map.groupBy(owed, ({ partnerId }) => partnerId).values()];
  const wanted = (await mapLimited(partners, WORK_AT_ONCE, (each) => draftsOf(deps, ground, each))).flat();
  const waiting = wanted.filter(({ scheme }) => scheme === null);
  for (const scheme of SCHEMES) {
    const own = wanted.filter((draft) => draft.scheme === scheme);
    const filling = { scheme, periodId, actor, limit: BATCH_LIMIT };
    waiting.push(...(await fillBatches(deps, ground, filling, own)));
  }
  await mapLimited(waiting, WORK_AT_ONCE, async (draft) => {
    if (draft.payout.status === 'draft') await putDraft(deps, scope, draft, null);
    const payout = { ...draft.payout, batchId: null };
    if (payout.reasons.length === 0 && isNetted(payout)) await settleNetted(deps, ground, payout);
  });
  // What is undone is stored by now, with its time.
  await mapLimited(wanted, WORK_AT_ONCE, ({ payout }) => postUndone(deps, ground.program, payout));
  if (record.payoutRunAt !== null) return record;
  return await advance(deps, scope, record, { ...record, payoutRunAt: deps.now() });
}

/** A payout takes the tax of all closes since the one before it, so months are prepared in their order. */
function refuseOutOfOrder({ closed }: PayoutGround, periodId: PeriodId): void {
  const missed = closed.find((each) => each.periodId < periodId && each.payoutRunAt === null);
  if (missed === undefined) return;
  throw new DomainError('payout.earlier-first', {
    en: `prepare the payouts of ${missed.periodId} before those of ${periodId}`,
    ja: `${periodId}の支払の前に、${missed.periodId}の支払を準備してください`,
  });
}

async function groundOf(deps: Deps, scope: Scope, periodId: PeriodId): Promise<PayoutGround> {
  const program = await programOf(deps, scope);
  const terms = payoutTermsOf(program);
  const [settlements, rates, batches] = await Promise.all([
    deps.stores.settlements.settlements(scope),
    deps.stores.programs.rates(scope),
    deps.stores.payouts.batches(scope),
  ]);
  const closed = settlements.filter((each) => each.status === 'closed' && each.periodId <= periodId);
  const due = dueDateOf(periodId, terms, bankDaysOf(terms.calendar));
  const calendar = calendarOf(program.timezone);
  const today = calendar.dateOf(deps.now());
  const valueDate = (scheme: Scheme): string => {
    const draft = batches.find(
      (each) => each.status === 'draft' && each.periodId === periodId && each.scheme === scheme,
    );
    // A day that is ahead still is kept, so that preparing again changes nothing by itself.
    if (draft !== undefined && draft.valueDate > today && draft.due.actual === due.actual) return draft.valueDate;
    return valueDateOf({ due, shift: terms.shift, today, isBankDay: bankDaysOf(CALENDARS[scheme]) });
  };
  const valueDates = { zengin: valueDate('zengin'), sepa: valueDate('sepa'), nacha: valueDate('nacha') };
  return { scope, program, calendar, closed, rates, due, batches, valueDates };
}

/** What is left over from the periods before, oldest first, and what the period pays out. */
async function owedPayouts(deps: Deps, ground: PayoutGround, record: SettlementRecord): Promise<readonly OwedPayout[]> {
  const { scope, closed } = ground;
  const owed: OwedPayout[] = [];
  for (const earlier of closed) {
    if (earlier.periodId === record.periodId) continue;
    for (const { partnerId, payableMinor } of await deps.stores.payouts.payouts(scope, earlier.periodId)) {
      owed.push({ record: earlier, partnerId, payableMinor });
    }
  }
  const partners = await deps.stores.runs.partners(scope, runKeyOf(record));
  const isOwed = await mapLimited(partners, WORK_AT_ONCE, async (partner) => {
    return partner.payoutMinor > 0n || (await isTaxPaidAlone(deps, scope, record, partner));
  });
  for (const [index, { partnerId, payoutMinor }] of partners.entries()) {
    if (isOwed[index]) owed.push({ record, partnerId, payableMinor: payoutMinor });
  }
  return owed;
}

/** Whether all that a document transfers is tax that was made good. */
async function isTaxPaidAlone(
  { stores }: Deps,
  { merchantId, programId }: Scope,
  { periodId }: SettlementRecord,
  { partnerId, payableMinor }: RunPartner,
): Promise<boolean> {
  if (payableMinor !== 0n) return false;
  const tax = await stores.taxes.statementTax(merchantId, { programId, periodId, partnerId });
  if (tax?.late === undefined) return false;
  const [issued] = await stores.documents.steps(merchantId, tax.statementId);
  return issued?.kind === 'issued' && issued.transferMinor > 0n;
}

/** What one partner is owed, drafted anew in order: a month's payments bear tax together. */
async function draftsOf(deps: Deps, ground: PayoutGround, owed: readonly OwedPayout[]): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const each of owed) {
    const beside = drafts.flatMap(({ scheme, payout }) => (scheme === null || !payout.paid ? [] : [payout.paid]));
    const draft = await draftOf(deps, ground, each, beside);
    if (draft !== null) drafts.push(draft);
  }
  return drafts;
}

/** A payout drafted anew; null when it is on its way, or in the batch of another preparation. */
async function draftOf(
  deps: Deps,
  ground: PayoutGround,
  owed: OwedPayout,
  beside: readonly PaidFee[],
): Promise<Draft | null> {
  const { scope, closed, batches } = ground;
  const { partnerId, record } = owed;
  const before = await deps.stores.payouts.payout(scope, { periodId: record.periodId, partnerId });
  // It was being settled without a bank when that was broken off.
  if (before?.status === 'approved' && before.batchId === null) return { before, payout: before, scheme: null };
  if (before !== null && ['approved', 'remitted', 'confirmed'].includes(before.status)) return null;
  if (before?.status === 'draft' && before.batchId !== null) {
    const batch = batches.find(({ batchId }) => batchId === before.batchId);
    const isIn = batch?.items.some((item) => item.payoutId === before.payoutId && item.attempt === before.attempt);
    // Its batch was approved while this payout had not followed yet; or it is a draft of another period's.
    const isElsewhere = batch?.status === 'approved' || batch?.status === 'remitted';
    const isOthers = batch?.status === 'draft' && batch.periodId !== closed.at(-1)?.periodId;
    if (isIn && (isElsewhere || isOthers)) return null;
  }
  const sources = await payoutSources(deps, ground, owed, { before, beside });
  const payout = draftPayout(before, sources);
  const isSent = payout.reasons.length === 0 && !isNetted(payout);
  const scheme = isSent ? (sources.payee?.account.scheme ?? null) : null;
  return { before, payout, scheme };
}
