import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { formatAmount } from '../../../domain/money/amount.ts';
import type { BatchExchange } from '../../../domain/payout/batch-exchange.ts';
import { exchangeParts } from '../../../domain/payout/batch-exchange.ts';
import type { Batch, BatchItem, Payout } from '../../../domain/payout/payout.ts';
import type { SettledExchange } from '../../../domain/payout/payout-entries.ts';
import { exchangeEntry } from '../../../domain/payout/payout-entries.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Calendar } from '../../../domain/settlement/calendar.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';
import { programOf } from '../terms/load-terms.ts';
import { advanceBatch, advancePayout, batchIn, dayFault, payoutOf } from './payout-batch.ts';

export interface DraftExchange {
  readonly scope: Scope;
  readonly batchId: string;
  readonly actor: string;
  readonly paid: { readonly currency: string; readonly minor: bigint };
  readonly date: string;
  readonly reference: string;
}

export interface ApproveExchange {
  readonly scope: Scope;
  readonly batchId: string;
  readonly actor: string;
  /** The content that the approver saw. */
  readonly contentHash: string;
}

/**
 * Says what the transfers of a batch in another currency really cost, for a second person to approve. Nothing is booked yet; until
 * then it can be said again, and the last to say something else is the author.
 */
export async function draftExchange(deps: Deps, command: DraftExchange): Promise<Batch> {
  const { scope, batchId, actor, paid, date, reference } = command;
  const batch = await exchangedBatch(deps, scope, batchId);
  if (paid.currency !== batch.currency) {
    const message = {
      en: `${batchId} is paid in ${batch.currency}, got ${paid.currency}`,
      ja: `${batchId}の出金は${batch.currency}で指定してください（入力値: ${paid.currency}）`,
    };
    throw new DomainError('currency.mismatch', message, { field: 'paid.currency' });
  }
  await refuseOtherDay(deps, scope, batch, date);
  const items = await paidItems(deps, scope, batch);
  const parts = exchangeParts(items, paid.minor);
  const bookedMinor = items.reduce((sum, { netMinor }) => sum + netMinor, 0n);
  const content = { paidMinor: paid.minor, date, reference, parts, bookedMinor };
  const contentHash = deps.sha256(canonical({ batchId, ...content }));
  if (batch.exchange?.contentHash === contentHash) return batch;
  if (batch.exchange?.approvedBy) {
    const { paidMinor, approvedBy } = batch.exchange;
    const booked = `${formatAmount(paidMinor, batch.currency)} ${batch.currency}`;
    throw new DomainError('exchange.booked', {
      en: `the exchange of ${batchId} is booked at ${booked}, by ${approvedBy}`,
      ja: `${batchId}の為替決済は${approvedBy}の承認により${booked}で記帳済みです`,
    });
  }
  const exchange: BatchExchange = { ...content, contentHash, draftedBy: actor, approvedBy: null };
  return await advanceBatch(deps, scope, batch, { ...batch, exchange });
}

/** A second person approves what was seen, and it is booked. Asked again after a crash it goes on where it was. */
export async function approveExchange(deps: Deps, command: ApproveExchange): Promise<Batch> {
  const { scope, actor } = command;
  const { batch, exchange } = await approvableExchange(deps, command);
  if (exchange.approvedBy !== null) return await finishExchange(deps, scope, batch, exchange);
  const approved = { ...exchange, approvedBy: actor };
  const next = await advanceBatch(deps, scope, batch, { ...batch, exchange: approved });
  return await finishExchange(deps, scope, next, approved);
}

/** The batch whose exchange this person may approve, or a refusal; asked before the step is started, and by it. */
export async function approvableExchange(deps: Deps, { scope, batchId, actor, contentHash }: ApproveExchange) {
  const batch = await exchangedBatch(deps, scope, batchId);
  const { exchange } = batch;
  if (exchange === undefined)
    throw new DomainError('exchange.not-drafted', {
      en: `nobody has said what ${batchId} cost: there is nothing to approve`,
      ja: `${batchId}の為替決済の金額が登録されていないため、承認できません`,
    });
  const changed = (why: Sentence) => new DomainError('exchange.changed', why, { field: 'contentHash' });
  if (exchange.contentHash !== contentHash) {
    throw changed({
      en: `the exchange of ${batchId} has the content ${exchange.contentHash} by now; look at it again`,
      ja: `${batchId}の為替決済の内容は${exchange.contentHash}に変わっています。もう一度確認してください。`,
    });
  }
  const name = { en: `the exchange of ${batchId}`, ja: `${batchId}の為替決済` };
  requireSecondPerson({ name, draftedBy: exchange.draftedBy }, actor);
  if (exchange.approvedBy === null) {
    const parts = exchangeParts(await paidItems(deps, scope, batch), exchange.paidMinor);
    if (canonical(parts) !== canonical(exchange.parts)) {
      throw changed({
        en: `other transfers of ${batchId} are paid than when its exchange was drafted; draft it again`,
        ja: `${batchId}の支払済みの振込が、為替決済の起案時と異なります。もう一度起案してください。`,
      });
    }
  }
  return { batch, exchange };
}

/** How the exchange of a payout's present way to the bank was settled; null: it was not, or needs none. */
export function settledExchange({ exchange }: Batch, payout: Payout, calendar: Calendar): SettledExchange | null {
  const own = payout.exchanged?.find(({ attempt }) => attempt === payout.attempt);
  if (own === undefined || exchange === undefined) return null;
  const { date, reference } = exchange;
  return { day: { at: calendar.startOf(date), calendar }, reference, costMinor: own.costMinor };
}

/**
 * The payout is told first: it alone decides whether the exchange or the transfer's return came before. What came back in
 * between is left out, and goes with the exchange of the batch that pays it in the end.
 */
async function finishExchange(deps: Deps, scope: Scope, batch: Batch, { parts }: BatchExchange): Promise<Batch> {
  const program = await programOf(deps, scope);
  const calendar = calendarOf(program.timezone);
  await mapLimited(parts, WORK_AT_ONCE, async ({ attempt, costMinor, ...name }) => {
    const payout = await deps.stores.payouts.payout(scope, name);
    if (payout === null || payout.attempt !== attempt) return;
    const { exchanged = [] } = payout;
    const isTold = exchanged.some((each) => each.attempt === attempt);
    if (!isTold && payout.status !== 'confirmed') return;
    const told = isTold ? payout : { ...payout, exchanged: [...exchanged, { attempt, costMinor }] };
    if (!isTold) await advancePayout(deps, scope, payout, told);
    const settled = settledExchange(batch, told, calendar);
    if (settled !== null) await deps.stores.ledger.post(exchangeEntry(told, program, settled));
  });
  return batch;
}

async function exchangedBatch(deps: Deps, scope: Scope, batchId: string): Promise<Batch> {
  const batch = await batchIn(deps, scope, batchId, ['remitted']);
  if (batch.transferCurrency !== batch.currency) return batch;
  throw new DomainError('exchange.same-currency', {
    en: `${batchId} is paid in ${batch.currency}, the program's own currency`,
    ja: `${batchId}はプログラムの通貨${batch.currency}で支払われます`,
  });
}

async function refuseOtherDay(deps: Deps, scope: Scope, batch: Batch, date: string): Promise<void> {
  const calendar = calendarOf((await programOf(deps, scope)).timezone);
  const fault = dayFault(batch, date, { calendar, now: deps.now() });
  if (fault !== null) throw new DomainError('date.invalid', fault, { field: 'date' });
}

/** The transfers that the bank paid and did not give back, once it has said what became of every one. */
async function paidItems(deps: Deps, scope: Scope, batch: Batch): Promise<readonly BatchItem[]> {
  const { batchId, items } = batch;
  const payouts = await mapLimited(items, WORK_AT_ONCE, (item) => payoutOf(deps, scope, batchId, item));
  const waiting = payouts.filter((payout) => payout?.status === 'approved' || payout?.status === 'remitted').length;
  if (waiting > 0) {
    throw new DomainError('exchange.waiting', {
      en: `the bank has not told of ${waiting} transfers of ${batchId} yet`,
      ja: `${batchId}のうち${waiting}件の振込結果がまだ届いていません`,
    });
  }
  const paid = items.filter((_, index) => payouts[index]?.status === 'confirmed');
  if (paid.length > 0) return paid;
  throw new DomainError('exchange.nothing-paid', {
    en: `no transfer of ${batchId} was paid`,
    ja: `${batchId}に支払済みの振込はありません`,
  });
}
