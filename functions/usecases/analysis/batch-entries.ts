import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import {
  approvedPayoutEntry,
  exchangeEntry,
  remittanceEntry,
  reopenedEntry,
  returnEntry,
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
  if (payout.isPosted) {
    const draft = approvedPayoutEntry({ ...payout, payableMinor: payoutMinor }, program, { at: 0, calendar });
    const at = byId.get(draft.entryId)?.effectiveAt ?? payout.approvedAt ?? 0;
    wanted.push(approvedPayoutEntry({ ...payout, payableMinor: payoutMinor }, program, { at, calendar }));
  }
  for (let attempt = 1; attempt <= payout.attempt; attempt += 1) {
    for (const bankEntry of [remittanceEntry, returnEntry]) {
      const found = byId.get(bankEntry({ ...payout, attempt }, program, { at: 0, calendar }, '').entryId);
      if (found?.cause.type !== 'remittance') continue;
      const day = { at: found.effectiveAt, calendar };
      wanted.push(bankEntry({ ...payout, attempt }, program, day, found.cause.reference));
    }
  }
  for (const { attempt, costMinor } of payout.exchanged ?? []) {
    for (const settledEntry of [exchangeEntry, reopenedEntry]) {
      const settled = { day: { at: 0, calendar }, reference: '', costMinor };
      const found = byId.get(settledEntry({ ...payout, attempt }, program, settled).entryId);
      if (found?.cause.type !== 'remittance') continue;
      const { reference } = found.cause;
      const day = { at: found.effectiveAt, calendar };
      wanted.push(settledEntry({ ...payout, attempt }, program, { day, reference, costMinor }));
    }
  }
  return wanted;
}
