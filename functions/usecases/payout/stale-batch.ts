import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { paymentIdOf } from '../../../domain/payout/draft-payout.ts';
import type { Payee } from '../../../domain/payout/payee.ts';
import { payableFrom, payeeInForce, payerInForce } from '../../../domain/payout/payee.ts';
import type { Batch, BatchItem, Payout } from '../../../domain/payout/payout.ts';
import { itemOf } from '../../../domain/payout/payout.ts';
import { holdsLeft } from '../../../domain/payout/screening-release.ts';
import type { Sentence } from '../../../domain/said.ts';
import { calendarOf, lastDayOf } from '../../../domain/settlement/calendar.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { PaidFee } from '../../../domain/tax/paid-fee.ts';
import { formatInstant } from '../../../domain/time.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { recordIn, runKeyOf } from '../settlement/settlement-record.ts';
import { withholdPayment } from '../tax/withhold-payment.ts';
import { programOf } from '../terms/load-terms.ts';
import { partnerOwner, programOwner } from './payee-change.ts';
import { payoutOf } from './payout-batch.ts';
import { seenFile } from './remittance-file.ts';
import { screeningHolds } from './screening-holds.ts';

/** Refuses a draft batch that is not what would be prepared now, or that has no file which its bank would take. */
export async function refuseStaleBatch(deps: Deps, scope: Scope, batch: Batch): Promise<void> {
  refuseWithoutFile(batch);
  await refuseStaleFile(deps, scope, batch);
  const program = await programOf(deps, scope);
  const partners = [...Map.groupBy(batch.items, ({ partnerId }) => partnerId).values()];
  await mapLimited(partners, WORK_AT_ONCE, async (items) => {
    const beside: PaidFee[] = [];
    for (const item of items) {
      const payout = await refuseStale(deps, program, batch, item);
      await refuseOtherTax(deps, program, { batch, payout, beside });
      if (payout.paid !== null) beside.push(payout.paid);
    }
  });
}

/** Without a file that a bank would take nothing is released; what keeps it from being written is named, transfer by transfer. */
function refuseWithoutFile({ batchId, file, items }: Batch): void {
  if (file.outcome === 'encoded') return;
  const errors = file.findings.map(({ record, reason, ja = `銀行ファイルの検査結果: ${reason}` }) => {
    const item = items[record - 1];
    return {
      field: item === undefined ? 'payer' : `items[${record - 1}] (${item.partnerId})`,
      reason: { en: reason, ja },
    };
  });
  const message = {
    en: `the bank would not take the file of ${batchId}`,
    ja: `${batchId}の振込ファイルは銀行で受け付けられません`,
  };
  throw new Refusal('batch.not-encodable', message, errors);
}

/** The file is paid from the account in force, on a day that is still ahead, and has the bytes that were seen. */
async function refuseStaleFile(deps: Deps, scope: Scope, batch: Batch): Promise<void> {
  const { batchId, payerRevision, scheme, valueDate } = batch;
  const payer = payerInForce(await deps.stores.payees.payees(scope.merchantId, programOwner(scope.programId)), scheme);
  if (payer?.revision !== payerRevision) {
    const why = { en: 'the account that it is paid from has changed', ja: '支払元の口座が変更されています' };
    throw stale(batchId, why);
  }
  const { timezone } = await programOf(deps, scope);
  if (valueDate <= calendarOf(timezone).dateOf(deps.now()))
    throw stale(batchId, {
      en: `its day of payment ${valueDate} is not ahead any more, and banks take files until the day before`,
      ja: `振込ファイルの受付は前日までのため、支払日${valueDate}では送れません`,
    });
  await seenFile(deps, scope, batch);
}

/** What is approved must be what would be prepared now: the same amounts, to the payee in force, whose hold is over. */
async function refuseStale(deps: Deps, program: Program, { batchId }: Batch, item: BatchItem): Promise<Payout> {
  const scope: Scope = program;
  const payout = await payoutOf(deps, scope, batchId, item);
  const isSame = payout?.status === 'draft' && canonical(itemOf(payout, item.payeeRevision)) === canonical(item);
  if (payout === null || !isSame) {
    throw stale(batchId, { en: `${item.payoutId} has changed`, ja: `${item.payoutId}が変更されています` });
  }
  const payee = payeeInForce(await deps.stores.payees.payees(scope.merchantId, partnerOwner(item.partnerId)));
  if (payee === null || payee.revision !== item.payeeRevision) {
    throw stale(batchId, {
      en: `the payee of ${item.partnerId} has changed`,
      ja: `${item.partnerId}の振込先が変更されています`,
    });
  }
  const until = payableFrom(payee);
  if (until > deps.now()) {
    throw stale(batchId, {
      en: `the payee of ${item.partnerId} rests until ${formatInstant(until)}`,
      ja: `${item.partnerId}の振込先は変更後の待機期間中です（${formatInstant(until)}まで）`,
    });
  }
  if (!payout.isPosted) await refuseSigns(deps, program, payout, payee);
  return payout;
}

/** A sign may have come since, such as another partner with the same account. */
async function refuseSigns(deps: Deps, program: Program, payout: Payout, payee: Payee): Promise<void> {
  if (program.settlement.payout?.screening === undefined) return;
  const { periodId, partnerId, batchId } = payout;
  const record = await recordIn(deps, program, periodId, ['closed']);
  const text = await deps.stores.runs.statement(program, runKeyOf(record), partnerId);
  if (text === null) return;
  const holds = await screeningHolds(deps, program, {
    periodId,
    partnerId,
    statement: JSON.parse(text) as Statement,
    payee,
  });
  const [hold] = holdsLeft(holds, payout, deps.now());
  if (hold === undefined) return;
  throw stale(batchId ?? payout.payoutId, {
    en: `${hold.code} holds ${payout.payoutId} until ${formatInstant(hold.until)}`,
    ja: `${payout.payoutId}は不正の兆候（${hold.code}）により${formatInstant(hold.until)}まで保留されています`,
  });
}

interface TaxSeen {
  readonly batch: Batch;
  readonly payout: Payout;
  readonly beside: readonly PaidFee[];
}

/** What is kept back is what the law says today, with what was paid to the partner meanwhile; posted amounts stay. */
async function refuseOtherTax(deps: Deps, program: Program, { batch, payout, beside }: TaxSeen): Promise<void> {
  const { paid, isPosted, periodId, payableMinor: feesMinor, taxMinor } = payout;
  const { withholdingMinor, grossUpMinor, partnerId } = payout;
  if (isPosted) return;
  const { merchantId, programId, currency } = program;
  const name = { merchantId, programId, partnerId, currency, paidOn: batch.valueDate, suppliedOn: lastDayOf(periodId) };
  const paymentId = paymentIdOf(program, payout.payoutId, payout.attempt);
  const now = await withholdPayment(deps, { ...name, paymentId, feesMinor, taxMinor, beside });
  const isSame = now?.withholding.withheldMinor === withholdingMinor && now.withholding.grossUpMinor === grossUpMinor;
  const isUntaxed = now === null && paid === null;
  if (!isSame && !isUntaxed) {
    throw stale(batch.batchId, {
      en: `what is withheld from ${payout.payoutId} has changed`,
      ja: `${payout.payoutId}の源泉徴収額が変更されています`,
    });
  }
}

function stale(batchId: string, why: Sentence): DomainError {
  return new DomainError('batch.stale', {
    en: `${batchId} is out of date: ${why.en}; prepare the payouts again`,
    ja: `${batchId}の内容が古くなっています（${why.ja}）。支払を準備し直してください。`,
  });
}
