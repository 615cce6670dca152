import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Callers } from '../../cli/live/callers.ts';
import type { AnswerOf } from '../../functions/contract/client.ts';
import { parseInstant } from '../../functions/contract/schemas/instant.ts';

export const PAID_PERIOD = '2026-10';
const MONTH = { programId: 'prg_paid', periodId: PAID_PERIOD };
const [FIRST, SECOND] = ['2026-10-zengin-1', '2026-10-zengin-2'] as const;
const PARTNERS = Array.from({ length: 12 }, (_, index) => `ptn_${String(index + 1).padStart(2, '0')}`);
/** Whose first transfer comes back. */
const UNLUCKY = 'ptn_05';
const COMMISSION = 500;

/** What two people do to pay a month. */
export type Task = 'bank details' | 'preparing' | 'approving' | 'sending' | 'results';
export const TASKS: readonly Task[] = ['bank details', 'preparing', 'approving', 'sending', 'results'];

type Batch = AnswerOf<'readBatch'>;

/** Writes a month in which every partner sold for 10,000 yen at 5 %, paid on the last bank day of the next month. */
export function writePaidMonth(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const program = {
    id: MONTH.programId,
    name: '支払プログラム',
    merchant: 'mer_paid',
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
    attribution: { model: 'last-touch', lookbackDays: 30, minSecondsToConvert: 0, coupon: 'ignore' },
    plan: {
      version: 1,
      effectiveFrom: '2026-10-01',
      rounding: 'half-even',
      base: { includeTax: false, includeShipping: false },
      holdDays: 0,
      rules: [{ id: 'base', when: {}, pay: { rate: '0.05' } }],
    },
    settlement: {
      period: 'month',
      threshold: { amount: '0', currency: 'JPY' },
      payout: { monthsLater: 1, day: 'last', shift: 'before', calendar: 'jp' },
    },
  };
  const files = {
    'program.json': JSON.stringify(program),
    'partners.csv': table(
      'partner_id,name,kind,status,tier,segment,recruited_by,country,joined_at,ended_at,coupon',
      ...PARTNERS.map((partnerId) => `${partnerId},${partnerId},creator,active,,,,JP,2026-10-01T00:00:00+09:00,,`),
    ),
    'clicks.csv': table('click_id,occurred_at,visitor_id,partner_id,link_id'),
    'conversions.csv': table(
      'conversion_id,line_id,occurred_at,kind,visitor_id,customer_id,coupon,product_id,category,country,quantity,currency,amount,tax,shipping,partner_id',
      ...PARTNERS.map(
        (partnerId) => `of_${partnerId},1,2026-10-05T10:00:00+09:00,sale,,,,tea,tea,JP,1,JPY,10000,0,0,${partnerId}`,
      ),
    ),
    'reversals.csv': table('reversal_id,conversion_id,line_id,occurred_at,cause,amount'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/**
 * Pays the month: bank details, a batch, its approval by the other person, its file, results of which one came back; then that
 * one once more, to a corrected account. Goes on from wherever an earlier try was broken off; what had no answer is sent again.
 */
export async function payMonth(callers: Callers, begin: (task: Task) => void): Promise<void> {
  if ((await batchOf(callers, FIRST)) === null) {
    begin('bank details');
    await callers.setClock(at('2026-11-02T10:00:00+09:00'));
    await givePayer(callers);
    for (const partnerId of PARTNERS) await givePayee(callers, partnerId, 1);
    await callers.setClock(at('2026-11-05T10:00:00+09:00'));
  }
  await send(callers, FIRST, PARTNERS.length, begin);

  if ((await batchOf(callers, SECOND)) === null) {
    begin('results');
    await callers.setClock(at('2026-12-01T10:00:00+09:00'));
    const paid = PARTNERS.filter((partnerId) => partnerId !== UNLUCKY);
    await report(callers, '2026-11-30', [...paid.map(confirmed), `${PAID_PERIOD}/${UNLUCKY},returned,2,口座なし,,JPY`]);
    begin('bank details');
    await givePayee(callers, UNLUCKY, 2);
    await callers.setClock(at('2026-12-04T10:00:00+09:00'));
  }
  await send(callers, SECOND, 1, begin);
  begin('results');
  await callers.setClock(at('2026-12-08T10:00:00+09:00'));
  await report(callers, '2026-12-07', [confirmed(UNLUCKY)]);
}

/** What is not as it has to be once all are paid. */
export async function faultsOfPaid(callers: Callers): Promise<readonly string[]> {
  const { finance } = callers;
  const faults: string[] = [];
  const expectSame = (what: string, got: unknown, right: unknown): void => {
    const [one, other] = [JSON.stringify(got), JSON.stringify(right)];
    if (one !== other) faults.push(`${what} must be ${other}, got ${one}`);
  };
  const { payouts } = await finance.listPayouts(MONTH);
  expectSame(
    'payouts',
    payouts.map(({ partnerId, status, attempt, transfer }) => [partnerId, status, attempt, transfer?.amount]),
    PARTNERS.map((partnerId) => [partnerId, 'confirmed', partnerId === UNLUCKY ? 2 : 1, `${COMMISSION}`]),
  );
  const { accounts } = await finance.readTrialBalance({ programId: MONTH.programId });
  const balances = accounts.map(({ account, balance }) => [account, balance.amount] as const);
  const open = balances.filter(([account, amount]) => account.startsWith('partner/') && amount !== '0');
  expectSame('balances of partners', open, []);
  const cash = balances.filter(([account]) => account === 'cash').map(([, amount]) => amount.replace('-', ''));
  expectSame('cash', cash, [`${COMMISSION * PARTNERS.length}`]);
  const { batches } = await finance.listBatches({ programId: MONTH.programId });
  expectSame(
    'batches',
    batches.map(({ batchId, status, draftedBy, approvedBy }) => [batchId, status, draftedBy, approvedBy]),
    [FIRST, SECOND].map((batchId) => [batchId, 'remitted', 'usr_finance', 'usr_approver']),
  );
  const { open: unexplained, parked } = await finance.reconcilePayouts({ programId: MONTH.programId });
  expectSame('what is not explained', [...unexplained, ...parked], []);
  return faults;
}

async function givePayer({ finance, approver }: Callers): Promise<void> {
  const { programId } = MONTH;
  const { payerAccounts } = await finance.listPayerAccounts({ programId });
  if (payerAccounts.some(({ status }) => status === 'approved')) return;
  const sending = { clientCode: '1234567890' };
  const body = { ...account('7654321', 'カ)シハライ'), sending };
  const { revision } = await finance.draftPayerAccount({ programId, body });
  await approver.decidePayerAccount({ programId, revision: String(revision), decision: 'approval' });
}

/** The details of a revision, drafted by one person and approved by another; an account number of its own each. */
async function givePayee({ admin, approver }: Callers, partnerId: string, revision: number): Promise<void> {
  const { payees } = await admin.listPayees({ partnerId });
  if (payees.some((payee) => payee.revision === revision && payee.status === 'approved')) return;
  const number = `${revision}${partnerId.slice(-2)}`.padStart(7, '0');
  const drafted = await admin.draftPayee({ partnerId, body: account(number, 'サクラ') });
  await approver.decidePayee({ partnerId, revision: String(drafted.revision), decision: 'approval' });
}

const account = (accountNumber: string, holder: string) =>
  ({ scheme: 'zengin', bankCode: '0005', branchCode: '123', accountType: 'ordinary', accountNumber, holder }) as const;

/** Prepares a batch, approves it as the other person and hands its file over. */
async function send(callers: Callers, batchId: string, count: number, begin: (task: Task) => void): Promise<void> {
  const { finance, approver } = callers;
  let batch = await batchOf(callers, batchId);
  if (batch === null || batch.status === 'draft') {
    begin('preparing');
    await finance.runPayouts(MONTH);
    batch = await batchWhen(callers, batchId, (each) => each.count === count);
  }
  const name = { programId: MONTH.programId, batchId };
  if (batch.status === 'draft' || batch.status === 'approved') {
    begin('approving');
    await approver.approveBatch({ ...name, body: { contentHash: batch.contentHash } });
    batch = await batchWhen(callers, batchId, ({ status }) => status !== 'draft');
  }
  if (await isTold(callers, batch)) return;
  begin('sending');
  const { bytes } = await finance.file('readRemittanceFile', name);
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  await finance.remitBatch({ ...name, body: { fileHash } });
  await batchWhen(callers, batchId, ({ status }) => status === 'remitted');
}

/** Whether the bank has told of the transfers of a batch; until then its file may be handed over again. */
async function isTold({ finance }: Callers, { batchId, status }: Batch): Promise<boolean> {
  if (status !== 'remitted') return false;
  const { payouts } = await finance.listPayouts(MONTH);
  return payouts.some((payout) => payout.batchId === batchId && payout.status === 'confirmed');
}

async function report({ finance }: Callers, date: string, rows: readonly string[]): Promise<void> {
  const csv = table('key,outcome,reasonCode,reason,amount,currency', ...rows);
  const body = new TextEncoder().encode(csv);
  await finance.importResultFile({ programId: MONTH.programId, format: 'csv', date, body });
}

const confirmed = (partnerId: string) => `${PAID_PERIOD}/${partnerId},confirmed,,,${COMMISSION},JPY`;

async function batchOf({ finance }: Callers, batchId: string): Promise<Batch | null> {
  const { batches } = await finance.listBatches({ programId: MONTH.programId });
  const isThere = batches.some((batch) => batch.batchId === batchId);
  return isThere ? await finance.readBatch({ programId: MONTH.programId, batchId }) : null;
}

/** Steps go on after they are answered for. */
async function batchWhen(callers: Callers, batchId: string, holds: (batch: Batch) => boolean): Promise<Batch> {
  for (let tries = 0; tries < 3000; tries += 1) {
    const batch = await batchOf(callers, batchId);
    if (batch !== null && holds(batch)) return batch;
    await sleep(100);
  }
  throw new Error(`${batchId} is not where it should be`);
}

function at(text: string): number {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`${text} is no instant`);
  return instant;
}

const table = (...rows: readonly string[]): string => `${rows.join('\n')}\n`;
