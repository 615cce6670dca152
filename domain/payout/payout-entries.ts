import type { Account } from '../ledger/account.ts';
import { EXPENSE, partnerAccount } from '../ledger/account.ts';
import type { Entry, EntryCause, EntryKind, Posting } from '../ledger/entry.ts';
import { entryIdOf } from '../ledger/entry-id.ts';
import { postingsBetween } from '../ledger/postings-between.ts';
import type { Program } from '../partner/program.ts';
import type { Calendar } from '../settlement/calendar.ts';
import { bookedAfter } from '../settlement/calendar.ts';
import type { Instant } from '../time.ts';
import { worthOf } from './batch-exchange.ts';
import type { Payout } from './payout.ts';

type Merchant = Pick<Program, 'merchantId' | 'programId' | 'currency'>;

/** When a step of a payout was taken, on the clocks of its program. */
export interface StepDay {
  readonly at: Instant;
  readonly calendar: Calendar;
}

/** The name of a partner's payout for a period. */
export function payoutIdOf({ periodId, partnerId }: Pick<Payout, 'periodId' | 'partnerId'>): string {
  return entryIdOf(periodId, partnerId);
}

/**
 * The entry of an approved payout: payable and the tax owed go in payout, and what the payer adds; what is withheld goes to the
 * tax office, and the rest is exchanged into the payee's currency at the locked rate; what that leaves over is named. What is
 * then in payout is the transfer to the unit.
 */
export function approvedPayoutEntry(payout: Payout, program: Merchant, day: StepDay): Entry {
  const { partnerId, payableMinor, taxMinor, withholdingMinor, grossUpMinor } = payout;
  const { transferMinor, transferCurrency } = payout;
  const inPayout = partnerAccount(partnerId, 'in-payout');
  const postings: Posting[] = [
    ...postingsBetween(partnerAccount(partnerId, 'payable'), inPayout, payableMinor),
    ...postingsBetween(partnerAccount(partnerId, 'tax'), inPayout, taxMinor),
    ...postingsBetween(EXPENSE, inPayout, grossUpMinor),
    ...postingsBetween(inPayout, 'withholding', withholdingMinor),
  ];
  if (transferCurrency !== program.currency) {
    const { worthMinor, leftOverMinor } = lockedOf(payout);
    postings.push(
      ...postingsBetween(inPayout, 'fx', worthMinor),
      ...postingsBetween(inPayout, 'rounding', leftOverMinor),
      { from: 'fx', to: inPayout, amountMinor: transferMinor, currency: transferCurrency },
    );
  }
  const count = payout.undone?.length ?? 0;
  const entryId = entryIdOf(payout.periodId, 'payout', partnerId, ...(count === 0 ? [] : [count + 1]));
  const cause: EntryCause = { type: 'payout', payoutId: payout.payoutId };
  return stepEntry(payout, program, day, { entryId, kind: 'payout', cause, postings });
}

/** The entries that undo what a payout had posted before its payee had another currency: the same, the other way round. */
export function undoneEntries(
  payout: Payout,
  program: Merchant,
  { calendar }: Pick<StepDay, 'calendar'>,
): readonly Entry[] {
  const { periodId, partnerId, payoutId, undone = [] } = payout;
  return undone.map(({ at }, index) => {
    const posted = approvedPayoutEntry(asPosted(payout, index), program, { at, calendar });
    const postings = posted.postings.map(({ from, to, ...rest }) => ({ from: to, to: from, ...rest }));
    const entryId = entryIdOf(periodId, 'undone', partnerId, index + 1);
    const cause: EntryCause = { type: 'payout', payoutId };
    return stepEntry(payout, program, { at, calendar }, { entryId, kind: 'return', cause, postings });
  });
}

/** The payout as it was when a posting that was undone later was made, counted from 0. */
export function asPosted(payout: Payout, index: number): Payout {
  const { undone = [] } = payout;
  return { ...payout, ...undone[index], undone: undone.slice(0, index) };
}

/** The payout as it went to the bank the given time. */
export function asSent(payout: Payout, attempt: number): Payout {
  const index = (payout.undone ?? []).findIndex(({ lastAttempt }) => attempt <= lastAttempt);
  return { ...(index < 0 ? payout : asPosted(payout, index)), attempt };
}

/** The entry of a transfer that left the merchant's account. */
export function remittanceEntry(payout: Payout, program: Merchant, day: StepDay, reference: string): Entry {
  return bankEntry(payout, program, day, { kind: 'remittance', reference });
}

/** The entry of a transfer that came back to the merchant's account: it is in payout again. */
export function returnEntry(payout: Payout, program: Merchant, day: StepDay, reference: string): Entry {
  return bankEntry(payout, program, day, { kind: 'return', reference });
}

/** What the bank took for a transfer, in the program's currency: `costMinor`, on its date and under its reference. */
export interface SettledExchange {
  readonly day: StepDay;
  readonly reference: string;
  readonly costMinor: bigint;
}

/**
 * The entry of an exchange that the bank has settled: the payee's currency came from what it cost, and what that differs from
 * the locked rate is realised. Nothing is left of the payout on `fx` and `rounding`.
 */
export function exchangeEntry(payout: Payout, program: Merchant, settled: SettledExchange): Entry {
  return settledEntry(payout, program, settled, { kind: 'exchange', postings: exchangePostings(payout, settled) });
}

/** The entry that opens a settled exchange again, since its transfer came back: it is paid once more, at another rate. */
export function reopenedEntry(payout: Payout, program: Merchant, settled: SettledExchange): Entry {
  const postings = exchangePostings(payout, settled).map(({ from, to, ...rest }) => ({ from: to, to: from, ...rest }));
  return settledEntry(payout, program, settled, { kind: 'return', postings });
}

function settledEntry(
  payout: Payout,
  program: Merchant,
  { day, reference }: SettledExchange,
  own: Pick<Own, 'kind' | 'postings'>,
): Entry {
  const { periodId, partnerId, attempt, payoutId } = payout;
  const entryId = entryIdOf(periodId, own.kind === 'return' ? 'reopened' : 'exchange', partnerId, attempt);
  const cause: EntryCause = { type: 'remittance', payoutId, reference };
  return stepEntry(payout, program, day, { ...own, entryId, cause });
}

function exchangePostings(payout: Payout, { costMinor }: Pick<SettledExchange, 'costMinor'>): readonly Posting[] {
  const { transferMinor, transferCurrency: currency } = payout;
  const { worthMinor, leftOverMinor } = lockedOf(payout);
  return [
    { from: 'cash', to: 'fx', amountMinor: transferMinor, currency },
    ...postingsBetween('fx', 'cash', costMinor),
    ...postingsBetween('fx', 'fx/realised', worthMinor - costMinor),
    ...postingsBetween('rounding', 'fx/realised', leftOverMinor),
  ];
}

/** What a transfer is worth at its locked rate, and what of the net amount its rounding left over. */
function lockedOf(payout: Payout): { readonly worthMinor: bigint; readonly leftOverMinor: bigint } {
  const { netMinor, transferMinor, rate } = payout;
  const worthMinor = rate === null ? netMinor : worthOf(transferMinor, rate);
  return { worthMinor, leftOverMinor: netMinor - worthMinor };
}

function bankEntry(
  payout: Payout,
  program: Merchant,
  day: StepDay,
  { kind, reference }: { readonly kind: 'remittance' | 'return'; readonly reference: string },
): Entry {
  const { partnerId, periodId, attempt, transferMinor, transferCurrency } = payout;
  const inPayout = partnerAccount(partnerId, 'in-payout');
  const [from, to]: readonly [Account, Account] = kind === 'remittance' ? [inPayout, 'cash'] : ['cash', inPayout];
  const other = transferCurrency === program.currency ? {} : { currency: transferCurrency };
  const entryId = entryIdOf(periodId, kind, partnerId, attempt);
  const cause: EntryCause = { type: 'remittance', payoutId: payout.payoutId, reference };
  const postings: readonly Posting[] = [{ from, to, amountMinor: transferMinor, ...other }];
  return stepEntry(payout, program, day, { entryId, kind, cause, postings });
}

interface Own {
  readonly entryId: string;
  readonly kind: EntryKind;
  readonly cause: EntryCause;
  readonly postings: readonly Posting[];
}

function stepEntry({ partnerId, periodId }: Payout, program: Merchant, { at, calendar }: StepDay, own: Own): Entry {
  const { merchantId, programId, currency } = program;
  const bookedOn = bookedAfter(periodId, at, calendar);
  return { ...own, merchantId, programId, partnerId, periodId, bookedOn, effectiveAt: at, currency };
}
