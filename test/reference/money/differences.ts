import type { Random } from '../../../cli/sample/random.ts';
import { randomFrom } from '../../../cli/sample/random.ts';
import type { IssuedStatement } from '../../../domain/statement/document.ts';
import type { World } from '../../functions/settlement/world.ts';
import { monthAfter } from '../calendar.ts';
import { Documents } from './documents.ts';
import type { MoneyHistory } from './history.ts';
import * as live from './live.ts';
import { dateOf, daysAfter, startOf, sum } from './months.ts';
import type { Closed, Month } from './owed.ts';
import { Owed } from './owed.ts';
import type { Transfer } from './payouts.ts';
import { dueDay, Payouts } from './payouts.ts';
import { begin, givePayee } from './people.ts';
import { randomHistory } from './random-history.ts';

export interface Compared {
  /** What the product and the reference make different, until the end of the first month that has any. */
  readonly differences: readonly string[];
  /** Which figures there were that are not zero, with their signs. */
  readonly seen: ReadonlySet<string>;
}

/** Lives the random months of a seed through, and compares every figure as they go. */
export async function moneyDifferencesOf(seed: number): Promise<Compared> {
  const random = randomFrom(seed);
  const history = randomHistory(random);
  const compared = new Comparison(history, random, await begin(history));
  for (const month of history.months) {
    await compared.close(month);
    if (history.pays === null) await compared.payElsewhere(month);
    else await compared.pay(month);
    await compared.balances(month);
    if (compared.differences.length > 0) break;
  }
  return { seen: compared.seen, differences: compared.differences.map((text) => `seed ${seed}: ${text}`) };
}

class Comparison {
  readonly differences: string[] = [];
  readonly seen = new Set<string>();
  readonly #history: MoneyHistory;
  readonly #random: Random;
  readonly #world: World;
  readonly #books = new Map<string, bigint>();
  readonly #owed: ReadonlyMap<string, Owed>;
  readonly #payouts: Payouts;
  /** How many bank details each partner has given. */
  readonly #revisions = new Map<string, number>();

  constructor(history: MoneyHistory, random: Random, world: World) {
    this.#history = history;
    this.#random = random;
    this.#world = world;
    const documents = new Map(history.partners.map((each) => [each.partnerId, new Documents(history, each)]));
    this.#owed = new Map(
      history.partners.map((partner) => {
        const { partnerId } = partner;
        return [partnerId, new Owed(history, partner, documents.get(partnerId) ?? new Documents(history, partner))];
      }),
    );
    this.#payouts = new Payouts(history, documents, (account, minor) => this.#move(account, minor));
  }

  async close(month: string): Promise<void> {
    await live.liveMonth(this.#world, this.#history, month);
    for (const { partnerId, opening } of this.#history.partners) {
      const statement = await live.statementOf(this.#world, month, partnerId);
      const own = this.#owed.get(partnerId)?.close({
        month,
        closed: closedOf(statement),
        adjustments: this.#history.adjustments.filter((each) => each.month === month && each.partnerId === partnerId),
        announce: (payout, tax) => this.#payouts.announced(month, partnerId, payout, tax),
      });
      if (own === undefined) continue;
      const stored = await live.taxOf(this.#world, month, partnerId);
      this.#compareMonth(`${month} ${partnerId}`, own, statement);
      this.#compare(`${month} ${partnerId} creditable`, own.tax?.creditableMinor ?? 0n, stored?.creditableMinor ?? 0n);
      this.#payouts.owe(month, partnerId, own);
      const took = month === this.#history.months[0] ? opening : null;
      const [taxMinor, onTopMinor] = [own.tax?.taxMinor ?? 0n, own.tax?.onTopMinor ?? 0n];
      this.#books.set(`partner/${partnerId}/held`, own.heldMinor);
      this.#books.set(`partner/${partnerId}/reserve`, own.reserveMinor);
      this.#books.set(`partner/${partnerId}/payable`, own.closingMinor + this.#payouts.unposted(partnerId));
      this.#move(`partner/${partnerId}/tax`, onTopMinor);
      this.#move('input-tax', -taxMinor);
      this.#move('expense/commission', taxMinor - onTopMinor - own.expenseMinor);
      this.#move('equity/opening', -((took?.heldMinor ?? 0n) + (took?.payableMinor ?? 0n)));
    }
  }

  async payElsewhere(month: string): Promise<void> {
    this.#world.setNow(startOf(`${monthAfter(month)}-04`));
    await live.prepare(this.#world, month);
    this.#payouts.payElsewhere();
  }

  /** Prepares, approves and sends what may be paid; some of it comes back, and some batches are taken back before. */
  async pay(month: string): Promise<void> {
    const now = startOf(`${monthAfter(month)}-0${this.#random.whole(4, 9)}`);
    this.#world.setNow(now);
    await live.prepare(this.#world, month);
    const { drafted, valueDate } = await live.draftsOf(this.#world, this.#history);
    const wanted = this.#payouts.prepare(month, valueDate ?? dueDay(month));
    this.#compare(`${month} due day`, dueDay(month), valueDate ?? dueDay(month));
    this.#compare(`${month} drafted`, namesOf(wanted), namesOf(drafted));
    for (const transfer of wanted) {
      const got = drafted.find(({ payoutId }) => payoutId === transfer.payoutId);
      for (const [name, minor] of Object.entries(transfer) as [keyof typeof transfer, unknown][])
        this.#compare(`${month} payout of ${transfer.payoutId} ${name}`, minor, got?.[name]);
    }
    const takenBack = this.#random.pick(['draft', 'approved', ...Array.from({ length: 12 }, () => null)] as const);
    const sent = await live.send(this.#world, takenBack);
    if (takenBack !== 'draft') {
      this.#compare(`${month} sum of the file`, sum(wanted.map(({ netMinor }) => netMinor)), sent?.fileMinor ?? 0n);
      this.#payouts.approve(wanted);
    }
    if (takenBack === 'approved') this.#payouts.takeBack(wanted);
    if (takenBack === null) await this.#hear(wanted, sent?.batchId ?? null, now);
    if (valueDate === null) return;
    const paidIn = valueDate.slice(0, 7);
    this.#compare(`${paidIn} withheld`, this.#payouts.withheldIn(paidIn), await live.withheldIn(this.#world, paidIn));
  }

  async #hear(wanted: readonly Transfer[], batchId: string | null, now: number): Promise<void> {
    const back = wanted.filter(() => this.#random.isTrue(0.1)).map(({ payoutId }) => payoutId);
    this.#world.setNow(daysAfter(now, 2));
    if (batchId !== null) await live.hear(this.#world, batchId, dateOf(daysAfter(now, 1)), back);
    this.#payouts.hear(wanted, back);
    for (const partnerId of new Set(back.map((payoutId) => payoutId.split('/')[1] ?? ''))) {
      const revision = (this.#revisions.get(partnerId) ?? 1) + 1;
      this.#revisions.set(partnerId, revision);
      await givePayee(this.#world, partnerId, revision);
    }
  }

  async balances(month: string): Promise<void> {
    const balances = await live.balancesOf(this.#world);
    for (const account of new Set([...this.#books.keys(), ...balances.keys()])) {
      this.#compare(`${month} balance of ${account}`, this.#books.get(account) ?? 0n, balances.get(account) ?? 0n);
    }
  }

  #compareMonth(name: string, own: Month, statement: IssuedStatement | null): void {
    const compare = (what: string, expected: bigint, got: string | undefined): void =>
      this.#compare(`${name} ${what}`, expected, got ?? '0');
    compare('opening', own.openingMinor, statement?.opening);
    compare('payable', own.payableMinor, statement?.payable);
    compare('payout', own.payoutMinor, statement?.payout);
    compare('closing', own.closingMinor, statement?.closing);
    compare('held', own.heldMinor, statement?.held);
    compare('reserve', own.reserveMinor, statement?.reserve);
    const document = statement?.document;
    const tax = document?.tax;
    compare('tax', own.tax?.onTopMinor ?? 0n, tax?.tax);
    for (const [rate, minor] of own.tax?.rates ?? []) {
      const got = tax?.rates.find((each) => `${each.rate}${each.isIncluded ? ' included' : ''}` === rate);
      compare(`tax at ${rate}`, minor, got?.tax);
    }
    compare('total', own.suppliedMinor + (own.tax?.onTopMinor ?? 0n), document?.total);
    compare('tax carried in', own.carriedInMinor, tax?.carriedIn);
    compare('tax paid', own.taxPaidMinor, tax?.paid);
    compare('tax carried on', own.carriedOnMinor, tax?.carriedOn);
    compare('withholding announced', own.announced.withheldMinor, tax?.withholding);
    compare('gross-up announced', own.announced.grossUpMinor, tax?.grossUp);
    const addedMinor = own.announced.grossUpMinor - own.announced.withheldMinor;
    compare('transfer', own.payoutMinor + own.taxPaidMinor + addedMinor, document?.transfer);
  }

  #compare(what: string, expected: unknown, got: unknown): void {
    if (typeof expected === 'bigint' && expected !== 0n) {
      this.seen.add(`${what.replace(/\d{4}-\d\d|[/ ]?ptn_\d/g, '').trim()} ${expected > 0n ? '+' : '-'}`);
    }
    if (String(got) !== String(expected)) this.differences.push(`${what}: expected ${expected}, got ${got}`);
  }

  #move(account: string, minor: bigint): void {
    this.#books.set(account, (this.#books.get(account) ?? 0n) + minor);
  }
}

const namesOf = (payouts: readonly { readonly payoutId: string }[]): string =>
  payouts.map(({ payoutId }) => payoutId).join();

/** What a close stored, as its statement has it. */
function closedOf(statement: IssuedStatement | null): Closed {
  const released = new Map<string, bigint>();
  let accruedMinor = 0n;
  for (const { conversionId, ...line } of statement?.lines ?? []) {
    accruedMinor += BigInt(line.posted);
    released.set(conversionId, (released.get(conversionId) ?? 0n) + BigInt(line.released));
  }
  return {
    accruedMinor,
    released,
    bonuses: new Map(statement?.bonuses.map(({ bonus, window, amount }) => [`${bonus} ${window}`, BigInt(amount)])),
    overrides: new Map(
      statement?.overrides.map(({ recruited, level, amount }) => [`${recruited} ${level}`, BigInt(amount)]),
    ),
  };
}
