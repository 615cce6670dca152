import { monthAfter } from '../calendar.ts';
import type { Documents } from './documents.ts';
import type { MoneyHistory } from './history.ts';
import { payerOn } from './history.ts';
import { lastDay, monthOf, sum } from './months.ts';
import type { Month } from './owed.ts';
import { basisOn, taxed } from './taxed.ts';
import type { Withheld } from './withheld.ts';
import { withheld } from './withheld.ts';

/** What goes to the bank for a payout, once it is approved for ever. */
export interface Transfer {
  readonly payoutId: string;
  readonly payableMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossUpMinor: bigint;
  readonly withholdingMinor: bigint;
  readonly netMinor: bigint;
}

/** What is owed for a statement, and what became of it. */
export interface Due {
  readonly payoutId: string;
  readonly month: string;
  readonly partnerId: string;
  readonly payableMinor: bigint;
  readonly taxMinor: bigint;
  posted: Transfer | null;
  kept: Withheld;
  status: 'waiting' | 'sent' | 'paid' | 'returned' | 'paid elsewhere';
  paidOn: string;
}

/** Money into an account, or out of it below zero. */
export type Move = (account: string, minor: bigint) => void;

const NOTHING: Withheld = { kind: 'none', baseMinor: 0n, withheldMinor: 0n, grossUpMinor: 0n };

/** What becomes of the payouts of all partners: what waits, is sent and withheld on, comes back and is sent again. */
export class Payouts {
  readonly #history: MoneyHistory;
  readonly #documents: ReadonlyMap<string, Documents>;
  readonly #move: Move;
  readonly #due: Due[] = [];
  /** Of all programs of the payer, these among them. */
  readonly #all: Due[];

  constructor(history: MoneyHistory, documents: ReadonlyMap<string, Documents>, books: { move: Move; all: Due[] }) {
    this.#history = history;
    this.#documents = documents;
    this.#move = books.move;
    this.#all = books.all;
  }

  owe(month: string, partnerId: string, { payoutMinor: payableMinor, taxPaidMinor: taxMinor }: Month): void {
    if (payableMinor === 0n && taxMinor === 0n) return;
    const name = { payoutId: `${month}/${partnerId}`, month, partnerId };
    const due: Due = { ...name, payableMinor, taxMinor, posted: null, kept: NOTHING, status: 'waiting', paidOn: '' };
    this.#due.push(due);
    this.#all.push(due);
  }

  /** What a document says of a payout on the day on which it is to be paid. */
  announced(month: string, partnerId: string, payableMinor: bigint, taxMinor: bigint): Withheld {
    if (payableMinor === 0n || payerOn(this.#history, lastDay(month)) === null) return NOTHING;
    const paidOn = this.#history.pays === null ? lastDay(monthAfter(month)) : dueDay(month);
    return (
      this.#withheld({ month, partnerId, payableMinor, taxMinor }, { now: month, paidOn, together: [] }) ?? NOTHING
    );
  }

  /** Of what statements have paid out, what no entry has moved yet. */
  unposted(partnerId: string): bigint {
    const own = this.#due.filter((due) => due.partnerId === partnerId);
    const open = own.filter(({ posted, status }) => posted === null && status !== 'paid elsewhere');
    return sum(open.map(({ payableMinor }) => payableMinor));
  }

  /** A program that does not say when it pays hands its payouts to another system, and hears no more of them. */
  payElsewhere(): void {
    for (const due of this.#due) {
      if (due.status === 'paid elsewhere') continue;
      due.status = 'paid elsewhere';
      this.#move(`partner/${due.partnerId}/payable`, -due.payableMinor);
      this.#move(`partner/${due.partnerId}/in-payout`, due.payableMinor);
    }
  }

  /** What goes into a batch, by month and partner. What tax that the partner owes takes whole is settled without a bank. */
  prepare(now: string, paidOn: string): readonly Transfer[] {
    const transfers: Transfer[] = [];
    const together: Due[] = [];
    const waiting = this.#due.filter(({ status }) => status === 'waiting' || status === 'returned');
    waiting.sort((a, b) => (a.payoutId < b.payoutId ? -1 : 1));
    for (const due of waiting) {
      const kept = due.posted === null ? this.#withheld(due, { now, paidOn, together }) : due.kept;
      if (kept === null) continue;
      const transfer = due.posted ?? transferOf(due, kept);
      const isNetted = transfer.payableMinor > 0n && transfer.netMinor === 0n;
      if (!isNetted && (transfer.netMinor <= 0n || !this.#hasPayee(due, now))) continue;
      Object.assign(due, { kept, paidOn });
      together.push(due);
      if (!isNetted) transfers.push(transfer);
      else this.#post(due, transfer, 'paid');
    }
    return transfers;
  }

  approve(transfers: readonly Transfer[]): void {
    for (const transfer of transfers) this.#post(this.#dueOf(transfer), transfer, 'sent');
  }

  /** Taken back before the bank had it: it stays posted and is sent again. */
  takeBack(transfers: readonly Transfer[]): void {
    for (const transfer of transfers) this.#dueOf(transfer).status = 'returned';
  }

  /** What the bank says: which came back, and that the others were paid. */
  hear(transfers: readonly Transfer[], back: readonly string[]): void {
    for (const transfer of transfers) {
      const due = this.#dueOf(transfer);
      due.status = back.includes(due.payoutId) ? 'returned' : 'paid';
      if (due.status === 'returned') continue;
      this.#move(`partner/${due.partnerId}/in-payout`, -transfer.netMinor);
      this.#move('cash', transfer.netMinor);
    }
  }

  /** What was withheld from payments of a calendar month that did not come back. */
  withheldIn(month: string): bigint {
    const paid = this.#all.filter(({ status, paidOn }) => status === 'paid' && monthOf(paidOn) === month);
    return sum(paid.map(({ kept }) => kept.withheldMinor));
  }

  #post(due: Due, transfer: Transfer, status: 'sent' | 'paid'): void {
    due.status = status;
    if (due.posted !== null) return;
    due.posted = transfer;
    const own = `partner/${due.partnerId}`;
    this.#move(`${own}/payable`, -transfer.payableMinor);
    this.#move(`${own}/tax`, -transfer.taxMinor);
    this.#move('expense/commission', -transfer.grossUpMinor);
    this.#move('withholding', transfer.withholdingMinor);
    this.#move(`${own}/in-payout`, transfer.netMinor);
  }

  #hasPayee({ partnerId }: Due, now: string): boolean {
    const partner = this.#history.partners.find((each) => each.partnerId === partnerId);
    return (partner?.payeeIn ?? '') <= now;
  }

  #withheld(
    due: Pick<Due, 'month' | 'partnerId' | 'payableMinor' | 'taxMinor'>,
    { now, paidOn, together }: { readonly now: string; readonly paidOn: string; readonly together: readonly Due[] },
  ): Withheld | null {
    const payer = payerOn(this.#history, paidOn);
    if (payer === null) return NOTHING;
    const documents = this.#documents.get(due.partnerId);
    const profile = documents?.profileOn(now, paidOn) ?? null;
    const suppliedOn = lastDay(due.month);
    const agreed = basisOn(this.#history, suppliedOn, documents?.profileOn(now, suppliedOn) ?? null);
    const { taxMinor, onTopMinor } = taxed([{ minor: due.payableMinor, basis: agreed }], payer);
    const made = [...this.#all.filter(({ status }) => status === 'sent' || status === 'paid'), ...together];
    const before = made.filter((each) => each.partnerId === due.partnerId);
    const payment = {
      paidOn,
      feesMinor: due.payableMinor,
      taxMinor: due.taxMinor,
      includedMinor: taxMinor - onTopMinor,
      before,
    };
    return withheld(payment, profile, payer);
  }

  #dueOf({ payoutId }: Transfer): Due {
    const due = this.#due.find((each) => each.payoutId === payoutId);
    if (due === undefined) throw new Error(`no ${payoutId}`);
    return due;
  }
}

function transferOf({ payoutId, payableMinor, taxMinor }: Due, { grossUpMinor, withheldMinor }: Withheld): Transfer {
  const netMinor = payableMinor + taxMinor + grossUpMinor - withheldMinor;
  return { payoutId, payableMinor, taxMinor, grossUpMinor, withholdingMinor: withheldMinor, netMinor };
}

/** The last bank day of the next month: no Saturday or Sunday, nor 31 December. No holiday of Japan ends a month. */
export function dueDay(month: string): string {
  let day = lastDay(monthAfter(month));
  while (day.endsWith('12-31') || [0, 6].includes(new Date(day).getUTCDay())) {
    day = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  }
  return day;
}
