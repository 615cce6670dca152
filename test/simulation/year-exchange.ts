import { formatAmount } from '../../domain/money/amount.ts';
import type { BankAccount } from '../../domain/payout/bank-account.ts';
import type { Batch, Payout } from '../../domain/payout/payout.ts';
import type { SendingTerms } from '../../domain/payout/sending-terms.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { recordRate } from '../../functions/usecases/facts/record-rate.ts';
import { approveExchange, draftExchange } from '../../functions/usecases/payout/batch-exchange.ts';
import { DAY } from './year-facts.ts';
import type { YearHands } from './year-hands.ts';
import { calendar, SCOPE } from './year-program.ts';

/** Half a cent in yen, and what half a yen more of it is. */
const LEFT_OVER_MAX = 4n;

/** Who is paid in dollars, in the years that have somebody abroad. */
export const ABROAD = 'ptn_4';

export const abroadAccount = (accountNumber: string): BankAccount => ({
  scheme: 'nacha',
  routingNumber: '021000021',
  accountNumber,
  accountType: 'checking',
  holder: 'PAT SMITH',
  holderKind: 'person',
});
export const abroadSending: SendingTerms = {
  format: 'nacha',
  destination: { routing: '021000021', name: 'CHASE' },
  origin: { id: '1234567890', name: 'BUNPAI' },
  company: { id: '1234567890', name: 'BUNPAI', description: 'PAYOUT', odfi: '02100002' },
  lineEnd: 'lf',
};

/**
 * What is paid in another currency stands at one locked rate until two people book what the bank really took: at once, a month
 * later, or again where a transfer came back. Held against the payouts alone, with no arithmetic of exchanges.
 */
export class YearExchange {
  readonly #hands: YearHands;

  constructor(hands: YearHands) {
    this.#hands = hands;
  }

  /** What a yen was worth on the last day of a month. */
  async quote(periodId: string): Promise<void> {
    const { random, persist } = this.#hands;
    const date = calendar.dateOf(calendar.period(periodId).end - DAY);
    // Dear dollars, so that a transfer to the cent leaves some yen over.
    const rate = `0.00${random.whole(1_500, 2_500)}`;
    await persist((deps) => recordRate(deps, { scope: SCOPE, rate: { date, from: 'JPY', to: 'USD', rate } }));
  }

  /** Books what paid batches really cost, some of them only after a later month. */
  async settle(payouts: readonly Payout[]): Promise<void> {
    const { stores, random, refuses, maker, now } = this.#hands;
    for (const batch of await stores.payouts.batches(SCOPE)) {
      const { batchId, transferCurrency, currency, status, exchange } = batch;
      if (transferCurrency === currency || status !== 'remitted' || exchange?.approvedBy) continue;
      const paid = payouts.filter((payout) => payout.batchId === batchId && payout.status === 'confirmed');
      const minor = paid.reduce((sum, { netMinor }) => sum + (netMinor * BigInt(random.whole(93, 107))) / 100n, 0n);
      const told = { paid: { currency, minor }, date: calendar.dateOf(now()), reference: `FX-${batchId}` };
      const draft = { scope: SCOPE, batchId, actor: maker, ...told };
      if (paid.length === 0) await refuses('exchange.nothing-paid', (deps) => draftExchange(deps, draft));
      else if (random.isTrue(0.7)) await this.#book(batch, draft);
    }
  }

  async #book({ batchId }: Batch, draft: Parameters<typeof draftExchange>[1]): Promise<void> {
    const { persist, refuses, balance, maker, checker } = this.#hands;
    const { exchange } = await persist((deps) => draftExchange(deps, draft));
    const approval = { scope: SCOPE, batchId, contentHash: exchange?.contentHash ?? '' };
    await refuses('approval.same-person', (deps) => approveExchange(deps, { ...approval, actor: maker }));
    const before = balance('cash');
    const approve = (deps: Deps) => approveExchange(deps, { ...approval, actor: checker });
    await Promise.all([1, 2].map(() => persist(approve)));
    same(`what ${batchId} cost`, balance('cash') - before, draft.paid.minor);
  }

  /** Nothing is left between the currencies but what is still open, and what was settled is realised. */
  explain(payouts: readonly Payout[]): void {
    const { balance } = this.#hands;
    const posted = payouts.filter((payout) => payout.isPosted && payout.transferCurrency !== payout.currency);
    const sum = (of: readonly Payout[], pick: (payout: Payout) => bigint) =>
      of.reduce((total, payout) => total + pick(payout), 0n);
    const settled = posted.filter((payout) => payout.status === 'confirmed' && costOf(payout) !== null);
    const open = posted.filter((payout) => !settled.includes(payout));
    const paidAbroad = open.filter(({ status }) => status === 'confirmed');
    const sent = ({ transferMinor }: Payout) => transferMinor;
    const leftOver = balance('rounding');
    const between = balance('fx') + leftOver;
    same(
      'between the currencies',
      between,
      sum(open, ({ netMinor }) => netMinor),
    );
    const isSmall = (leftOver < 0n ? -leftOver : leftOver) <= LEFT_OVER_MAX * BigInt(open.length);
    if (!isSmall) throw new Error(`rounding of ${open.length} transfers left over ${leftOver}`);
    same('dollars owed by the exchange', -balance('fx', 'USD'), sum(open, sent));
    same('dollars that left', balance('cash', 'USD'), sum(paidAbroad, sent));
    same(
      'realised',
      balance('fx/realised'),
      sum(settled, (payout) => payout.netMinor - (costOf(payout) ?? 0n)),
    );
  }

  /** What the bank took for what is settled, beside what was paid in the program's own currency. */
  static settledMinor(payouts: readonly Payout[]): bigint {
    let minor = 0n;
    for (const payout of payouts) if (payout.status === 'confirmed') minor += costOf(payout) ?? 0n;
    return minor;
  }
}

/** An amount of a transfer as banks tell it. */
export const toldAmount = ({ transferMinor, transferCurrency }: Payout): string =>
  `${formatAmount(transferMinor, transferCurrency)},${transferCurrency}`;

function costOf({ exchanged = [], attempt }: Payout): bigint | null {
  return exchanged.find((each) => each.attempt === attempt)?.costMinor ?? null;
}

function same(what: string, found: bigint, wanted: bigint): void {
  if (found !== wanted) throw new Error(`${what}: ${found}, must be ${wanted}`);
}
