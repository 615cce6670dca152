import { Broken, DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Batch, BatchItem, BatchStatus, Payout } from '../../../domain/payout/payout.ts';
import { BATCH_STATUS_JA } from '../../../domain/payout/payout.ts';
import type { PayoutTerms } from '../../../domain/payout/payout-terms.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Calendar } from '../../../domain/settlement/calendar.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';

/** When a program pays, or a refusal: without terms its payouts are made elsewhere. */
export function payoutTermsOf(program: Program): PayoutTerms {
  const { payout } = program.settlement;
  if (payout !== undefined) return payout;
  throw new DomainError('payout.no-terms', {
    en: `the program ${program.programId} does not say when it pays`,
    ja: `プログラム${program.programId}に支払条件が設定されていません`,
  });
}

/** A batch that is where the command needs it to be, or a refusal. */
export async function batchIn(
  { stores }: Deps,
  scope: Scope,
  batchId: string,
  statuses: readonly BatchStatus[] = ['draft', 'approved', 'remitted', 'cancelled'],
): Promise<Batch> {
  const batch = await stores.payouts.batch(scope, batchId);
  if (batch === null) {
    const message = { en: `there is no batch ${batchId}`, ja: `支払バッチ${batchId}は見つかりません` };
    throw new DomainError('batch.not-found', message, { field: 'batchId' });
  }
  if (statuses.includes(batch.status)) return batch;
  const message = {
    en: `${batchId} is ${batch.status}; this needs ${statuses.join(' or ')}`,
    ja: `${batchId}は「${BATCH_STATUS_JA[batch.status]}」です。この操作は${statuses.map((each) => `「${BATCH_STATUS_JA[each]}」`).join('または')}のときに行えます。`,
  };
  throw new DomainError('batch.wrong-status', message, { field: 'batchId' });
}

/** Moves a batch on, unless somebody else just did. */
export async function advanceBatch(deps: Deps, scope: Scope, from: Batch | null, to: Batch): Promise<Batch> {
  if (await deps.stores.payouts.advanceBatch(scope, from, to)) return to;
  throw new DomainError('batch.moved-on', {
    en: `${to.batchId} was changed by somebody else in the meantime; look again`,
    ja: `${to.batchId}はその間に他の人が変更しました。もう一度確認してください。`,
  });
}

/** Moves a payout on, unless somebody else just did. */
export async function advancePayout(deps: Deps, scope: Scope, from: Payout | null, to: Payout): Promise<Payout> {
  if (await deps.stores.payouts.advancePayout(scope, from, to)) return to;
  throw new DomainError('payout.moved-on', {
    en: `${to.payoutId} was changed by somebody else in the meantime; look again`,
    ja: `${to.payoutId}はその間に他の人が変更しました。もう一度確認してください。`,
  });
}

/** A payout of a batch as it is now: null when it has gone another way since. */
export async function payoutOf({ stores }: Deps, scope: Scope, batchId: string, item: BatchItem) {
  const payout = await stores.payouts.payout(scope, item);
  return payout !== null && payout.batchId === batchId && payout.attempt === item.attempt ? payout : null;
}

/** Why a bank can tell nothing of a sent batch on a date; null on the days since it was sent, up to today. */
export function dayFault({ batchId, remittedAt, status }: Batch, date: string, on: DayContext): Sentence | null {
  if (remittedAt === null) throw new Broken('batch.not-sent', `${batchId} was not sent: it is ${status}`);
  const [sentOn, today] = [on.calendar.dateOf(remittedAt), on.calendar.dateOf(on.now)];
  if (date >= sentOn && date <= today) return null;
  return {
    en: `must be from ${sentOn} to ${today}, got ${date}`,
    ja: `${sentOn}から${today}までの日付にしてください（入力値: ${date}）`,
  };
}

interface DayContext {
  readonly calendar: Calendar;
  readonly now: Instant;
}

/** The hash of everything that an approver sees of a batch: what is paid to whom, when, at which rate and in which file. */
export function contentHashOf({ sha256 }: Pick<Deps, 'sha256'>, content: BatchContent): string {
  const { batchId, number, scheme, transferCurrency, rate, due, valueDate, items, payerRevision, file } = content;
  return sha256(
    canonical({ batchId, number, scheme, transferCurrency, rate, due, valueDate, items, payerRevision, file }),
  );
}

type BatchContent = Omit<Batch, 'contentHash' | 'status'>;

const NUMBERS = 90_000_000n;
const HEX_DIGITS = 15;

/** Eight digits for a batch, the same for ever and others for every other one but by a chance of one in 90 million. */
export function batchNumberOf({ sha256 }: Pick<Deps, 'sha256'>, scope: Scope, batchId: string): string {
  const print = sha256(canonical([scope.merchantId, scope.programId, batchId])).slice(0, HEX_DIGITS);
  return String(10_000_000n + (BigInt(`0x${print}`) % NUMBERS));
}
