import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import {
  approvedPayoutEntry,
  asPosted,
  asSent,
  exchangeEntry,
  remittanceEntry,
  reopenedEntry,
  returnEntry,
  undoneEntries,
} from '../../../domain/payout/payout-entries.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';

interface BatchEntriesOf {
  readonly program: Program;
  /** The payout as it is stored; null: there is none. */
  readonly payout: Payout | null;
  /** What the period pays out, computed again. */
  readonly payoutMinor: bigint;
  /** What the ledger holds of the partner and period. */
  readonly posted: readonly Entry[];
}

/**
 * The entries that a payout by batches must have in the ledger: that of its approval, for what the period pays out, and those of
 * every way to the bank. When each was posted is known from itself alone; what it moves is not taken from it.
 */
export function batchEntries({ program, payout, payoutMinor, posted }: BatchEntriesOf): readonly Entry[] {
  if (payout === null) return [];
  const calendar = calendarOf(program.timezone);
  const byId = new Map(posted.map((entry) => [entry.entryId, entry]));
  const wanted: Entry[] = [];
  const { undone = [] } = payout;
  for (const each of [...undone.map((_, index) => asPosted(payout, index)), ...(payout.isPosted ? [payout] : [])]) {
    const posted = { ...each, payableMinor: payoutMinor };
    const { entryId } = approvedPayoutEntry(posted, program, { at: 0, calendar });
    const at = byId.get(entryId)?.effectiveAt ?? payout.approvedAt ?? 0;
    wanted.push(approvedPayoutEntry(posted, program, { at, calendar }));
  }
  wanted.push(...undoneEntries(payout, program, { calendar }));
  for (let attempt = 1; attempt <= payout.attempt; attempt += 1) {
    const sent = asSent(payout, attempt);
    for (const bankEntry of [remittanceEntry, returnEntry]) {
      const found = byId.get(bankEntry(sent, program, { at: 0, calendar }, '').entryId);
      if (found?.cause.type !== 'remittance') continue;
      const day = { at: found.effectiveAt, calendar };
      wanted.push(bankEntry(sent, program, day, found.cause.reference));
    }
  }
  for (const { attempt, costMinor } of payout.exchanged ?? []) {
    const sent = asSent(payout, attempt);
    for (const settledEntry of [exchangeEntry, reopenedEntry]) {
      const settled = { day: { at: 0, calendar }, reference: '', costMinor };
      const found = byId.get(settledEntry(sent, program, settled).entryId);
      if (found?.cause.type !== 'remittance') continue;
      const { reference } = found.cause;
      const day = { at: found.effectiveAt, calendar };
      wanted.push(settledEntry(sent, program, { day, reference, costMinor }));
    }
  }
  return wanted;
}
