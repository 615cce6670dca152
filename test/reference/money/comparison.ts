import type { Random } from '../../../cli/sample/random.ts';
import type { IssuedStatement } from '../../../domain/statement/document.ts';
import type { World } from '../../functions/settlement/world.ts';
import { monthAfter } from '../calendar.ts';
import { Documents } from './documents.ts';
import type { MoneyHistory } from './history.ts';
import * as live from './live.ts';
import { dateOf, daysAfter, startOf, sum } from './months.ts';
import type { Closed, Month } from './owed.ts';
import { Owed } from './owed.ts';
import type { Due, Transfer } from './payouts.ts';
import { dueDay, Payouts } from './payouts.ts';

/** What the programs of one payer have in common. */
export interface Shared {
  readonly bought: Map<string, Map<string, bigint>>;
  readonly due: Due[];
}

interface Setting {
  readonly random: Random;
  readonly world: World;
  readonly shared: Shared;
}

/** One program, held against the reference step by step. */
export class Comparison {
  readonly differences: string[] = [];
  readonly seen = new Set<string>();
  readonly #history: MoneyHistory;
  readonly #random: Random;
  readonly #world: World;
  readonly #books = new Map<string, bigint>();
  readonly #owed = new Map<string, Owed>();
  readonly #payouts: Payouts;

  constructor(history: MoneyHistory, { random, world, shared }: Setting) {
    this.#history = history;
    this.#random = random;
    this.#world = world;
    const documents = new Map<string, Documents>();
    for (const partner of history.partners) {
      const { partnerId } = partner;
      const bought = shared.bought.get(partnerId) ?? new Map<string, bigint>();
      shared.bought.set(partnerId, bought);
      const own = new Documents(history, partner, bought);
      documents.set(partnerId, own);
      this.#owed.set(partnerId, new Owed(history, partner, own));
    }
    const move = (account: string, minor: bigint): void => this.#move(account, minor);
    this.#payouts = new Payouts(history, documents, { move, all: shared.due });
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

  /** Prepares, approves and sends what may be paid, unless it is taken back before; answers whose transfers came back. */
  async pay(month: string): Promise<readonly string[]> {
    const now = startOf(`${monthAfter(month)}-0${this.#random.whole(4, 9)}`);
    this.#world.setNow(now);
    if (this.#history.pays === null) {
      await live.prepare(this.#world, month);
      this.#payouts.payElsewhere();
      return [];
    }
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
    const back = takenBack === null ? await this.#hear(wanted, sent?.batchId ?? null, now) : [];
    const paidIn = (valueDate ?? dueDay(month)).slice(0, 7);
    this.#compare(`${paidIn} withheld`, this.#payouts.withheldIn(paidIn), await live.withheldIn(this.#world, paidIn));
    return back.map((payoutId) => payoutId.split('/')[1] ?? '');
  }

  async #hear(wanted: readonly Transfer[], batchId: string | null, now: number): Promise<readonly string[]> {
    const back = wanted.filter(() => this.#random.isTrue(0.1)).map(({ payoutId }) => payoutId);
    this.#world.setNow(daysAfter(now, 2));
    if (batchId !== null) await live.hear(this.#world, batchId, dateOf(daysAfter(now, 1)), back);
    this.#payouts.hear(wanted, back);
    return back;
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
