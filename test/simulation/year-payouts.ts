import type { Batch, Payout } from '../../domain/payout/payout.ts';
import { ZENGIN_DEFAULTS } from '../../domain/remittance/zengin-order.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import { approveBatch } from '../../functions/usecases/payout/approve-batch.ts';
import { cancelBatch } from '../../functions/usecases/payout/cancel-batch.ts';
import { decidePayee, draftPayee, partnerOwner, programOwner } from '../../functions/usecases/payout/payee-change.ts';
import { preparePayouts } from '../../functions/usecases/payout/prepare-payouts.ts';
import { reconcilePayouts } from '../../functions/usecases/payout/reconcile-payouts.ts';
import { remitBatch } from '../../functions/usecases/payout/remit-batch.ts';
import { importResultFile } from '../../functions/usecases/payout/result-file.ts';
import { ABROAD, abroadAccount, abroadSending, toldAmount, YearExchange } from './year-exchange.ts';
import { DAY, PARTNERS } from './year-facts.ts';
import type { YearHands } from './year-hands.ts';
import { calendar, MERCHANT, SCOPE } from './year-program.ts';

const ACCOUNT_HOLD = 2 * DAY;
const HEADER = 'key,outcome,reasonCode,reason,amount,currency\n';
const sending = {
  format: 'zengin',
  clientCode: '1234567890',
  bankName: '',
  branchName: '',
  options: ZENGIN_DEFAULTS,
} as const;

/**
 * Payouts that go to the bank: files approved by a second person, some transfers come back and are paid again to corrected
 * accounts, now and then a batch is taken back. After every month the books must explain every yen.
 */
export class YearPayouts {
  readonly #hands: YearHands;
  readonly #accounts = new Map<string, number>();
  /** When the last account was given; a new one is not paid to for two days. */
  #givenAt = 0;
  /** Null in a year in which everybody has an account in yen. */
  readonly #exchange: YearExchange | null;

  constructor(hands: YearHands, hasAbroad: boolean) {
    this.#hands = hands;
    this.#exchange = hasAbroad ? new YearExchange(hands) : null;
  }

  async setUp(): Promise<void> {
    await this.#give('program', programOwner(SCOPE.programId));
    if (this.#exchange !== null) await this.#give('program', programOwner(SCOPE.programId), true);
    for (const partnerId of PARTNERS) await this.#give(partnerId, partnerOwner(partnerId));
  }

  /** Prepares a closed month with all that still waits, has it approved, and hears what the bank says. */
  async pay(periodId: string): Promise<void> {
    const { random, persist, pass, now, maker, checker } = this.#hands;
    const command = { scope: SCOPE, periodId, actor: maker };
    if (now() < this.#givenAt + ACCOUNT_HOLD) pass(this.#givenAt + ACCOUNT_HOLD - now());
    await this.#exchange?.quote(periodId);
    await persist((deps) => preparePayouts(deps, command));
    if (random.isTrue(0.2)) await Promise.all([1, 2].map(() => persist((deps) => preparePayouts(deps, command))));
    if (random.isTrue(0.1)) {
      for (const { batchId } of await this.#batches('draft')) {
        await persist((deps) => cancelBatch(deps, { scope: SCOPE, batchId, actor: checker }));
      }
      await persist((deps) => preparePayouts(deps, command));
    }
    for (const batch of await this.#batches('draft')) await this.#send(batch);
    pass(DAY);
    await this.#hear();
    await this.#exchange?.settle(await this.#payouts());
    await this.#explain();
  }

  async #send({ batchId, contentHash, file, items }: Batch): Promise<void> {
    const { persist, refuses, maker, checker } = this.#hands;
    insist(file.outcome === 'encoded', () => `${batchId} has no file: ${JSON.stringify(file)}`);
    insist(items.length > 0, () => `${batchId} is empty`);
    const approval = { scope: SCOPE, batchId, contentHash };
    await refuses('approval.same-person', (deps) => approveBatch(deps, { ...approval, actor: maker }));
    await Promise.all([1, 2].map(() => persist((deps) => approveBatch(deps, { ...approval, actor: checker }))));
    const fileHash = file.outcome === 'encoded' ? file.sha256 : '';
    await refuses('remittance.other-file', (deps) => remitBatch(deps, { ...approval, actor: maker, fileHash: 'x' }));
    await persist((deps) => remitBatch(deps, { scope: SCOPE, batchId, actor: maker, fileHash }));
  }

  /** The bank tells of every transfer, often twice; some come back, and their partners give other accounts. */
  async #hear(): Promise<void> {
    const { random, persist, now, maker } = this.#hands;
    const payouts = await this.#payouts();
    const waiting = payouts.filter(({ status }) => status === 'remitted');
    // What went abroad may come back long after it was paid.
    const paid = payouts.filter(({ status, rate }) => status === 'confirmed' && rate !== null && random.isTrue(0.08));
    const told = [...waiting, ...paid];
    if (told.length === 0) return;
    const back = told.filter((payout) => paid.includes(payout) || random.isTrue(0.25));
    const rows = told.map((payout) => {
      const isBack = back.includes(payout);
      const isLate = paid.includes(payout);
      const outcome = isLate ? 'returned' : isBack ? random.pick(['returned', 'rejected'] as const) : 'confirmed';
      return `${payout.payoutId},${outcome},,,${toldAmount(payout)}\n`;
    });
    const bytes = new TextEncoder().encode(HEADER + rows.join(''));
    const file = { scope: SCOPE, actor: maker, format: 'csv', bytes, othersOf: null } as const;
    const date = calendar.dateOf(now());
    for (let times = random.isTrue(0.3) ? 2 : 1; times > 0; times -= 1) {
      const { parked } = await persist((deps) =>
        importResultFile(deps, localStepRunner(deps, { drained: async () => {} }), { ...file, date }),
      );
      insist(parked.length === 0, () => `parked: ${JSON.stringify(parked.map(({ key, why }) => [key, why]))}`);
    }
    for (const partnerId of new Set(back.map((payout) => payout.partnerId))) {
      await this.#give(partnerId, partnerOwner(partnerId));
    }
  }

  /** Everything that is posted arrived or is in payout; cash is what arrived. */
  async #explain(): Promise<void> {
    const { stores, balance, now } = this.#hands;
    const deps = { stores, now } as unknown as Deps;
    const { totals, open } = await reconcilePayouts(deps, { scope: SCOPE, batchId: null, periodId: null });
    const payouts = await this.#payouts();
    for (const { currency, unexplainedMinor, confirmedMinor, openMinor } of totals) {
      const other = currency === 'JPY' ? undefined : currency;
      same(`unexplained ${currency} in payout`, unexplainedMinor, 0n);
      const settledMinor = YearExchange.settledMinor(payouts);
      if (other === undefined) same('cash', balance('cash'), confirmedMinor + settledMinor);
      let inPayoutMinor = 0n;
      for (const partnerId of PARTNERS) inPayoutMinor += balance(`partner/${partnerId}/in-payout`, other);
      same(`${currency} in payout`, inPayoutMinor, openMinor);
      const items = open.filter((item) => item.currency === currency);
      same(
        `open items in ${currency}`,
        items.reduce((sum, item) => sum + item.inPayoutMinor, 0n),
        openMinor,
      );
    }
    this.#exchange?.explain(payouts);
  }

  async #give(
    name: string,
    owner: ReturnType<typeof partnerOwner>,
    isAbroad = this.#exchange !== null && name === ABROAD,
  ): Promise<void> {
    const { persist, now, maker, checker } = this.#hands;
    const revision = (this.#accounts.get(name) ?? 0) + 1;
    this.#accounts.set(name, revision);
    const number = String(PARTNERS.findIndex((partnerId) => partnerId === name) * 1000 + revision + 1_000_000);
    const bank = { bankCode: '0005', branchCode: '123', accountType: 'ordinary', accountNumber: number } as const;
    const account = isAbroad ? abroadAccount(number) : ({ scheme: 'zengin', ...bank, holder: 'サクラ' } as const);
    const terms = name !== 'program' ? null : isAbroad ? abroadSending : sending;
    const given = { merchantId: MERCHANT, owner, account, sending: terms, by: maker };
    await persist((deps) => draftPayee(deps, given));
    const decided = { merchantId: MERCHANT, owner, revision, decision: 'approved', by: checker } as const;
    await persist((deps) => decidePayee(deps, decided));
    this.#givenAt = now();
  }

  async #batches(status: Batch['status']): Promise<readonly Batch[]> {
    const batches = await this.#hands.stores.payouts.batches(SCOPE);
    return batches.filter((batch) => batch.status === status);
  }

  async #payouts(): Promise<readonly Payout[]> {
    const { payouts, settlements } = this.#hands.stores;
    const periods = await settlements.settlements(SCOPE);
    return (await Promise.all(periods.map(({ periodId }) => payouts.payouts(SCOPE, periodId)))).flat();
  }
}

function insist(isTrue: boolean, message: () => string): void {
  if (!isTrue) throw new Error(message());
}

function same(what: string, found: bigint, wanted: bigint): void {
  insist(found === wanted, () => `${what}: ${found}, must be ${wanted}`);
}
