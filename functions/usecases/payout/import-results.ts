import { DomainError } from '../../../domain/errors.ts';
import { entryIdOf } from '../../../domain/ledger/entry-id.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { BatchResults, TransferResult } from '../../../domain/payout/batch-results.ts';
import type { BookedWay } from '../../../domain/payout/match-results.ts';
import { contradicts } from '../../../domain/payout/match-results.ts';
import type { Batch, BatchItem, Payout } from '../../../domain/payout/payout.ts';
import type { SettledExchange } from '../../../domain/payout/payout-entries.ts';
import { exchangeEntry, remittanceEntry, reopenedEntry, returnEntry } from '../../../domain/payout/payout-entries.ts';
import type { Calendar } from '../../../domain/settlement/calendar.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Fault } from '../../contract/refusal.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { recordReturnedFee } from '../tax/withhold-payment.ts';
import { programOf } from '../terms/load-terms.ts';
import { settledExchange } from './batch-exchange.ts';
import { advancePayout, batchIn, dayFault, payoutOf } from './payout-batch.ts';

/** A step is told at most 256 KiB. */
export const REPORT_BYTES_MAX = 200_000;

export interface ImportResults {
  readonly scope: Scope;
  readonly batchId: string;
  readonly report: BatchResults;
}

/** What the bank has told of a batch so far, in payouts. */
export interface ImportedResults {
  readonly confirmed: number;
  readonly returned: number;
  readonly waiting: number;
}

/** Books what the bank reports of a remitted batch. The same report again changes nothing; a later one may give back. */
export async function importResults(deps: Deps, command: ImportResults): Promise<Batch> {
  const { scope, batchId, report } = command;
  const { batch, program, calendar } = await reportedBatch(deps, command);
  const at = calendar.startOf(report.date);
  const told = new Map(report.results.map((result) => [result.payoutId, result]));
  await mapLimited(batch.items, WORK_AT_ONCE, async (item) => {
    const result = told.get(item.payoutId) ?? restOf(item, batch, report);
    if (result === null) return;
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout === null) return;
    const exchange = settledExchange(batch, payout, calendar);
    await settle(deps, scope, payout, { result, at, calendar, program, exchange });
  });
  return batch;
}

/** The batch that a report fits, or a refusal; asked before the booking is started, and by it. */
export async function reportedBatch(deps: Deps, { scope, batchId, report }: ImportResults) {
  const batch = await batchIn(deps, scope, batchId, ['remitted']);
  const program = await programOf(deps, scope);
  const calendar = calendarOf(program.timezone);
  refuseUnknown(deps, batch, report, calendar);
  return { batch, program, calendar };
}

/** The same, and nothing that contradicts what was booked; asked once, before anything of the report is. */
export async function requireConsistent(deps: Deps, command: ImportResults): Promise<Batch> {
  const { scope, report } = command;
  const { batch } = await reportedBatch(deps, command);
  const items = new Map(batch.items.map((item) => [item.payoutId, item]));
  for (const result of report.results) {
    const item = items.get(result.payoutId);
    if (item === undefined) continue;
    const way = await bookedWay(deps, scope, batch, item);
    if (!contradicts(way, result)) continue;
    const earlier =
      way === 'paid'
        ? { en: 'was paid; it was not rejected', ja: '支払済みで、不能にはなっていません' }
        : { en: 'never left; it was not paid', ja: '振込不能で、支払われていません' };
    throw new DomainError('results.contradict', {
      en: `${item.payoutId} ${earlier.en}, by an earlier report`,
      ja: `以前の結果によると、${item.payoutId}は${earlier.ja}`,
    });
  }
  return batch;
}

/** How the way to the bank that a batch is of a payout stands in the books, also when the payout goes another way by now. */
export async function bookedWay(deps: Deps, scope: Scope, batch: Batch, item: BatchItem): Promise<BookedWay> {
  const payout = await payoutOf(deps, scope, batch.batchId, item);
  if (payout !== null && payout.status !== 'returned') return payout.status === 'confirmed' ? 'paid' : 'open';
  const { periodId, partnerId, attempt } = item;
  const left = entryIdOf(periodId, 'remittance', partnerId, attempt);
  for await (const { entryId } of deps.stores.ledger.entries(scope, partnerId, periodId)) {
    if (entryId === left) return 'came-back';
  }
  return 'never-left';
}

/** Where the payouts of a remitted batch stand. One that was given back and goes with another batch by now counts as returned. */
export async function importedResults(deps: Deps, scope: Scope, { batchId, items }: Batch): Promise<ImportedResults> {
  const outcomes = await mapLimited(items, WORK_AT_ONCE, async (item): Promise<keyof ImportedResults> => {
    const payout = await payoutOf(deps, scope, batchId, item);
    if (payout === null || payout.status === 'returned') return 'returned';
    return payout.status === 'confirmed' ? 'confirmed' : 'waiting';
  });
  const count = (name: keyof ImportedResults) => outcomes.filter((outcome) => outcome === name).length;
  return { confirmed: count('confirmed'), returned: count('returned'), waiting: count('waiting') };
}

function restOf({ payoutId }: BatchItem, { batchId }: Batch, { others }: BatchResults): TransferResult | null {
  return others === 'waiting' ? null : { payoutId, outcome: 'confirmed', reference: batchId, reason: '' };
}

/** A report on other transfers, or of a day on which nothing was sent yet, is refused as a whole. */
function refuseUnknown(deps: Deps, batch: Batch, report: BatchResults, calendar: Calendar): void {
  const known = new Set(batch.items.map(({ payoutId }) => payoutId));
  const errors: Fault[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(report));
  if (bytes > REPORT_BYTES_MAX) {
    const reason = {
      en: `must be at most ${REPORT_BYTES_MAX} bytes, got ${bytes}; tell it in parts, with others "waiting" in all but the last`,
      ja: `${REPORT_BYTES_MAX}バイト以内にしてください（入力値: ${bytes}バイト）。分割して送信し、最後以外ではothersを"waiting"にしてください。`,
    };
    errors.push({ field: 'results', reason });
  }
  const reason = dayFault(batch, report.date, { calendar, now: deps.now() });
  if (reason !== null) errors.push({ field: 'date', reason });
  const seen = new Set<string>();
  for (const [index, { payoutId }] of report.results.entries()) {
    const field = `results[${index}].payoutId`;
    if (!known.has(payoutId))
      errors.push({
        field,
        reason: {
          en: `"${payoutId}" is not in ${batch.batchId}`,
          ja: `"${payoutId}"は${batch.batchId}に含まれていません`,
        },
      });
    if (seen.has(payoutId))
      errors.push({ field, reason: { en: `"${payoutId}" is there twice`, ja: `"${payoutId}"が2回出てきます` } });
    seen.add(payoutId);
  }
  if (errors.length === 0) return;
  const message = {
    en: `the report does not fit ${batch.batchId}`,
    ja: `結果の内容が支払バッチ${batch.batchId}と一致しません`,
  };
  throw new Refusal('results.invalid', message, errors);
}

interface Settling {
  readonly result: TransferResult;
  readonly at: Instant;
  readonly calendar: Calendar;
  readonly program: Program;
  /** What the transfer cost, where that is booked. */
  readonly exchange: SettledExchange | null;
}

/** Posts first: entries have names and dates of the report, so a repeated one finds its own. */
async function settle(deps: Deps, scope: Scope, payout: Payout, settling: Settling): Promise<void> {
  const { result, at, calendar, program, exchange } = settling;
  const { status, confirmedAt } = payout;
  if (result.outcome === 'confirmed') {
    if (status === 'confirmed' || status === 'returned') return;
    await deps.stores.ledger.post(remittanceEntry(payout, program, { at, calendar }, result.reference));
    await advancePayout(deps, scope, payout, { ...payout, status: 'confirmed', confirmedAt: at });
    return;
  }
  if (status === 'returned') return;
  if (status === 'confirmed' && result.outcome === 'rejected') {
    throw new DomainError('results.contradict', {
      en: `${payout.payoutId} was paid by an earlier report; it was not rejected`,
      ja: `以前の結果によると、${payout.payoutId}は支払済みで、不能にはなっていません`,
    });
  }
  if (result.outcome === 'returned') {
    const left = { at: confirmedAt ?? at, calendar };
    if (status !== 'confirmed') {
      await deps.stores.ledger.post(remittanceEntry(payout, program, left, result.reference));
    }
    await deps.stores.ledger.post(returnEntry(payout, program, { at, calendar }, result.reference));
    if (exchange !== null) {
      // Its booking may have been broken off.
      await deps.stores.ledger.post(exchangeEntry(payout, program, exchange));
      const { reference } = result;
      await deps.stores.ledger.post(reopenedEntry(payout, program, { ...exchange, day: { at, calendar }, reference }));
    }
  }
  if (payout.paid !== null) {
    await recordReturnedFee(deps, scope.merchantId, payout.paid, calendar.dateOf(deps.now()));
  }
  const returned = { at, reason: result.reason, payeeRevision: payout.payeeRevision };
  await advancePayout(deps, scope, payout, { ...payout, status: 'returned', returned });
}
