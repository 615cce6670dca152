import { canonical } from '../../../domain/integrity/canonical.ts';
import { referenceOf } from '../../../domain/payout/batch-file.ts';
import type { TransferResult } from '../../../domain/payout/batch-results.ts';
import { contradicts, matchResults } from '../../../domain/payout/match-results.ts';
import type { ParkedReason, ParkedResult } from '../../../domain/payout/parked-result.ts';
import type { Batch, BatchItem } from '../../../domain/payout/payout.ts';
import type { PassedOver, RemittanceResult, ResultsRead } from '../../../domain/remittance/result.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { ResultFormat } from '../../remittance/read-results.ts';
import { RESULT_FORMATS } from '../../remittance/read-results.ts';
import type { Deps, StepRunner } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';
import type { ImportedResults } from './import-results.ts';
import { bookedWay, importedResults, REPORT_BYTES_MAX, reportedBatch } from './import-results.ts';
import { batchIn } from './payout-batch.ts';

const PROBLEMS_SHOWN_MAX = 100;

export interface ImportResultFile {
  readonly scope: Scope;
  readonly actor: string;
  readonly format: ResultFormat;
  readonly bytes: Uint8Array;
  /** The bank's business date, `YYYY-MM-DD`. */
  readonly date: string;
  /** A batch whose transfers that the file does not name were paid: many banks tell of failures only. */
  readonly othersOf: string | null;
}

export interface ImportedFile {
  readonly batches: readonly (ImportedResults & { readonly batchId: string })[];
  /** What fits no transfer; it is not booked, and the reconciliation lists it. */
  readonly parked: readonly ParkedResult[];
  /** What the file tells besides results. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * Books the bank's own file of results: every transfer is found by its reference or payout, in whichever batch it is, and what
 * fits none is parked. A file that cannot be read whole is refused whole. The same file again changes nothing.
 */
export async function importResultFile(
  deps: Deps,
  steps: StepRunner,
  command: ImportResultFile,
): Promise<ImportedFile> {
  const { scope, actor, format, bytes, date, othersOf } = command;
  await programOf(deps, scope);
  const read = await RESULT_FORMATS[format](bytes);
  if (read.outcome === 'refused') {
    const errors = read.problems.slice(0, PROBLEMS_SHOWN_MAX).map(({ record, reason }) => ({
      field: record === 0 ? 'file' : `record ${record}`,
      reason,
    }));
    const message = {
      en: `the file is no ${format} report of a bank; nothing of it was taken`,
      ja: `${format}形式の銀行の結果ファイルとして読み取れないため、何も取り込んでいません`,
    };
    throw new Refusal('results.unreadable', message, errors);
  }
  if (othersOf === null && read.results.length === 0 && read.passedOver.length === 0) throw nothingTold(format);
  const { reports, unmatched } = await sorted(deps, scope, read, othersOf);
  // Everything is looked at before anything is written.
  for (const { batch, results } of reports) {
    for (const report of inParts(date, results)) await reportedBatch(deps, { scope, batchId: batch.batchId, report });
  }
  const changed = (read.notices ?? []).map((result): Unmatched => ({ result, why: 'account-changed' }));
  const parked = await mapLimited([...unmatched, ...changed], WORK_AT_ONCE, (each) => park(deps, command, each));
  for (const { batch, results } of reports) {
    const { periodId, batchId } = batch;
    for (const report of inParts(date, results)) {
      await steps.start('import-results', { ...scope, periodId, actor, batchId, report });
    }
  }
  const batches = await mapLimited(reports, 1, async ({ batch }) => {
    return { batchId: batch.batchId, ...(await importedResults(deps, scope, batch)) };
  });
  return { batches, parked, passedOver: read.passedOver };
}

/** A report without failures says something only of a batch whose others were paid. */
function nothingTold(format: ResultFormat): Refusal {
  const message = {
    en: `the ${format} report is empty; nothing was taken`,
    ja: `${format}形式の結果ファイルが空のため、何も取り込んでいません`,
  };
  const reason = {
    en: 'names no transfer; where the bank tells of failures only and there was none, say by othersOf which batch was paid',
    ja: '振込が1件もありません。銀行が不能分だけを通知し、不能がなかった場合は、支払われた支払バッチをothersOfで指定してください。',
  };
  return new Refusal('results.unreadable', message, [{ field: 'file', reason }]);
}

/** Failures of one batch say nothing of the transfers of another: they are not taken for paid. */
function ofAnotherBatch(othersOf: string, named: readonly string[]): Refusal {
  const message = {
    en: `the report does not fit ${othersOf}; nothing of it was taken`,
    ja: `結果ファイルが支払バッチ${othersOf}と一致しないため、何も取り込んでいません`,
  };
  const batches = named.join(', ') || '-';
  const reason = {
    en: `must be a batch of which the file names a transfer; of ${othersOf} it names none (batches named: ${batches})`,
    ja: `結果ファイルに記載のある支払バッチを指定してください。${othersOf}の振込は1件も記載されていません（記載のある支払バッチ: ${batches}）`,
  };
  return new Refusal('results.invalid', message, [{ field: 'othersOf', reason }]);
}

interface Unmatched {
  readonly result: RemittanceResult;
  readonly why: ParkedReason;
}

type Read = Extract<ResultsRead, { readonly outcome: 'read' }>;

/** Results by the batch that they are of, in full: nothing is left to what another part of the report says. */
async function sorted(deps: Deps, scope: Scope, read: Read, othersOf: string | null) {
  const all = await deps.stores.payouts.batches(scope);
  const { byBatch, unmatched, leavesOpen } = matchResults(all, read);
  const wanted = new Set(byBatch.keys());
  if (othersOf !== null) {
    const batch = await batchIn(deps, scope, othersOf, ['remitted']);
    const speaksOfIt = byBatch.has(othersOf) || batch.items.some((item) => leavesOpen(batch, item));
    if (read.results.length > 0 && !speaksOfIt) throw ofAnotherBatch(othersOf, [...byBatch.keys()]);
    wanted.add(othersOf);
  }
  const contradicting: Unmatched[] = [];
  const reports: { readonly batch: Batch; readonly results: readonly TransferResult[] }[] = [];
  for (const batch of all.filter(({ batchId }) => wanted.has(batchId))) {
    const told = new Map((byBatch.get(batch.batchId) ?? []).map((result) => [result.payoutId, result]));
    const own = await mapLimited([...batch.items.entries()], WORK_AT_ONCE, async ([index, item]) => {
      const result = told.get(item.payoutId);
      if (result === undefined) {
        return batch.batchId === othersOf && !leavesOpen(batch, item) ? [paid(item, referenceOf(batch, index))] : [];
      }
      if (!contradicts(await bookedWay(deps, scope, batch, item), result)) return [result];
      const original = read.results.find(({ key }) => key === result.reference);
      if (original !== undefined) contradicting.push({ result: original, why: 'contradicts' });
      return [];
    });
    reports.push({ batch, results: own.flat() });
  }
  return { reports, unmatched: [...unmatched, ...contradicting] };
}

const paid = ({ payoutId }: BatchItem, reference: string): TransferResult => {
  return { payoutId, outcome: 'confirmed', reference, reason: '' };
};

/** Reports of at most so many bytes as a step is told. */
function inParts(date: string, results: readonly TransferResult[]) {
  const parts: TransferResult[][] = [[]];
  let bytes = 0;
  for (const result of results) {
    const more = Buffer.byteLength(JSON.stringify(result)) + 1;
    // Half is left for what a report has besides.
    if (bytes + more > REPORT_BYTES_MAX / 2) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(result);
    bytes += more;
  }
  return parts.filter((part) => part.length > 0).map((part) => ({ date, results: part, others: 'waiting' as const }));
}

async function park(deps: Deps, command: ImportResultFile, { result, why }: Unmatched): Promise<ParkedResult> {
  const { scope, date, actor } = command;
  const { record: _, ...told } = result;
  const content = { ...told, date, why };
  const parkedId = deps.sha256(canonical(content)).slice(0, PARKED_ID_LENGTH);
  const parked: ParkedResult = { parkedId, ...content, parkedAt: deps.now(), parkedBy: actor, settled: null };
  const { payouts } = deps.stores;
  if (await payouts.advanceParked(scope, null, parked)) return parked;
  return (await payouts.parked(scope)).find((each) => each.parkedId === parkedId) ?? parked;
}

const PARKED_ID_LENGTH = 24;
