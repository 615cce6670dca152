import type { IssuedStatement } from '../../../domain/statement/document.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import { decideAdjustment, draftAdjustment } from '../../../functions/usecases/ledger/adjustment.ts';
import { trialBalance } from '../../../functions/usecases/ledger/trial-balance.ts';
import { approveBatch } from '../../../functions/usecases/payout/approve-batch.ts';
import { cancelBatch } from '../../../functions/usecases/payout/cancel-batch.ts';
import { importResults } from '../../../functions/usecases/payout/import-results.ts';
import { makePayouts } from '../../../functions/usecases/payout/make-payouts.ts';
import { remitBatch } from '../../../functions/usecases/payout/remit-batch.ts';
import { readRemittance } from '../../../functions/usecases/payout/remittance-file.ts';
import { readDocument } from '../../../functions/usecases/statement/read-document.ts';
import { withholdingDueIn } from '../../../functions/usecases/tax/payment-records.ts';
import type { World } from '../../functions/settlement/world.ts';
import { aConversion, aLine, aReversal } from '../../support/build.ts';
import { monthAfter } from '../calendar.ts';
import type { MoneyHistory, Refund, Sale } from './history.ts';
import { monthOf, startOf, sum } from './months.ts';
import { CHECKER, givePayee, MAKER, tellProfiles } from './people.ts';

const HOUR = 3_600_000;

/** What partners tell before the closes of a month, to all programs at once. */
export async function tell(world: World, { partners }: MoneyHistory, month: string): Promise<void> {
  world.setNow(startOf(`${monthAfter(month)}-01`) + HOUR);
  for (const partner of partners) {
    if (partner.payeeIn === month) await givePayee(world, partner.partnerId, 1);
    await tellProfiles(world, partner, month);
  }
}

/** Everything of a month until its close. */
export async function liveMonth(world: World, history: MoneyHistory, month: string): Promise<void> {
  const { deps, scope } = world;
  world.setNow(startOf(`${monthAfter(month)}-01`) + HOUR);
  const inMonth = ({ day }: { readonly day: string }) => monthOf(day) === month;
  await world.record({
    conversions: history.sales.filter(inMonth).map(conversionOf),
    reversals: history.refunds.filter(inMonth).map(reversalOf),
  });
  for (const adjusted of history.adjustments.filter((each) => each.month === month)) {
    const { adjustmentId, partnerId, minor, day, isWriteOff, about } = adjusted;
    const body = {
      adjustmentId,
      partnerId,
      amount: { minor, currency: 'JPY' },
      effectiveAt: startOf(day) + HOUR,
      reason: isWriteOff ? 'debt-write-off' : 'correction',
      text: '訂正',
      ...(about === null
        ? {}
        : 'conversionId' in about
          ? about
          : { statementId: statementIdOf(world, about.statementOf, partnerId) }),
    } as const;
    await draftAdjustment(deps, { scope, body, by: MAKER });
    await decideAdjustment(deps, { scope, adjustmentId, by: CHECKER, outcome: 'approved' });
  }
  for (const step of ['seal', 'calculate', 'approve', 'close'] as const) await world.step(step, month);
}

/** Prepares a closed month, and all that still waits. */
export async function prepare({ deps, scope }: World, month: string): Promise<void> {
  await makePayouts(deps, { scope, periodId: month, actor: MAKER });
}

/** What is drafted for the bank, and the day on which it is to be paid; null: nothing is. */
export async function draftsOf({ deps, scope }: World, { months }: MoneyHistory) {
  const { payouts } = deps.stores;
  const all = (await Promise.all(months.map((month) => payouts.payouts(scope, month)))).flat();
  const draft = (await payouts.batches(scope)).find(({ status }) => status === 'draft');
  return {
    drafted: all.filter(({ status, batchId }) => status === 'draft' && batchId !== null),
    valueDate: draft?.valueDate ?? null,
  };
}

/**
 * Approves what is drafted and hands it to the bank, unless it is taken back before; the sum of the file is that of its own trailer. Null:
 * nothing was approved.
 */
export async function send(
  { deps, scope }: World,
  takenBack: 'draft' | 'approved' | null,
): Promise<{ readonly batchId: string; readonly fileMinor: bigint } | null> {
  const batch = (await deps.stores.payouts.batches(scope)).find(({ status }) => status === 'draft');
  if (batch === undefined) return null;
  const { batchId, contentHash, file } = batch;
  if (file.outcome !== 'encoded') throw new Error(`${batchId} has no file: ${JSON.stringify(file)}`);
  const cancel = async () => await cancelBatch(deps, { scope, batchId, actor: MAKER });
  if (takenBack === 'draft') await cancel();
  if (takenBack === 'draft') return null;
  await approveBatch(deps, { scope, batchId, contentHash, actor: CHECKER });
  const { bytes } = await readRemittance(deps, scope, batchId);
  if (takenBack === 'approved') await cancel();
  else await remitBatch(deps, { scope, batchId, actor: MAKER, fileHash: file.sha256 });
  const records = Buffer.from(bytes).toString('latin1').split('\r\n');
  return { batchId, fileMinor: BigInt(records.find((record) => record.startsWith('8'))?.slice(7, 19) ?? '') };
}

/** The bank tells of a batch on a day: which of its transfers came back. */
export async function hear(
  { deps, scope }: World,
  batchId: string,
  date: string,
  back: readonly string[],
): Promise<void> {
  const results = back.map((payoutId) => ({ payoutId, outcome: 'returned', reference: '', reason: '' }) as const);
  await importResults(deps, { scope, batchId, report: { date, results, others: 'confirmed' } });
}

/** A statement as it was issued; null: the partner has none of that month. */
export async function statementOf(world: World, month: string, partnerId: string): Promise<IssuedStatement | null> {
  const { deps, scope } = world;
  const statementId = statementIdOf(world, month, partnerId);
  if ((await deps.stores.statements.statement(scope.merchantId, statementId)) === null) return null;
  return await readDocument(deps, { merchantId: scope.merchantId, partnerId: null, statementId, version: null });
}

export async function taxOf({ deps, scope }: World, month: string, partnerId: string): Promise<StatementTax | null> {
  return await deps.stores.taxes.statementTax(scope.merchantId, {
    partnerId,
    periodId: month,
    programId: scope.programId,
  });
}

export async function balancesOf({ deps, scope }: World): Promise<ReadonlyMap<string, bigint>> {
  const { balances } = await trialBalance(deps, { scope, asOf: { bookedOn: null, effectiveAt: null } });
  return balances.get('JPY') ?? new Map();
}

/** What the list of a month says is due to the tax office. */
export async function withheldIn({ deps, scope }: World, month: string): Promise<bigint> {
  const { due } = await withholdingDueIn(deps, { merchantId: scope.merchantId, month });
  return sum(due.map(({ withheldMinor }) => withheldMinor));
}

function conversionOf({ conversionId, partnerId, day, lines }: Sale) {
  return aConversion({
    conversionId,
    partnerId,
    visitorId: null,
    occurredAt: startOf(day) + 10 * HOUR,
    lines: lines.map((amountMinor, index) => aLine({ lineId: String(index + 1), amountMinor })),
  });
}

function reversalOf({ reversalId, conversionId, day, amountMinor, undoes }: Refund) {
  return aReversal({
    reversalId,
    conversionId,
    lineId: null,
    occurredAt: startOf(day) + 11 * HOUR,
    cause: undoes === null ? 'refund' : 'dispute-won',
    amountMinor,
    ...(undoes === null ? {} : { undoes }),
  });
}

const statementIdOf = ({ scope }: World, month: string, partnerId: string) =>
  `${scope.programId}:${month}:${partnerId}`;
