import type { PartnerId } from '../ids.ts';
import { EXPENSE, partnerAccount } from '../ledger/account.ts';
import type { Entry, EntryCause, Posting } from '../ledger/entry.ts';
import { entryIdOf } from '../ledger/entry-id.ts';
import { postingsBetween } from '../ledger/postings-between.ts';
import type { Period } from './calendar.ts';
import { eachLineEntry } from './line-entries.ts';
import { movementEntries } from './movement-entries.ts';
import type { PartnerResult } from './partner-result.ts';
import type { OwnFields } from './run-entry.ts';
import { runEntry } from './run-entry.ts';
import type { SettledLine } from './settle-lines.ts';
import type { ProgramTerms } from './terms.ts';

/** The entries of a run: those of its lines, then each partner's bonuses, overrides and other movements. */
export function entriesOf(
  settled: readonly SettledLine[],
  partners: readonly PartnerResult[],
  period: Period,
  terms: ProgramTerms,
): readonly Entry[] {
  const entries: Entry[] = [];
  eachLineEntry(settled, period, terms, (entry) => entries.push(entry));
  for (const partner of partners) {
    entries.push(...bonusEntries(partner, period, terms), ...overrideEntries(partner, period, terms));
    entries.push(...movementEntries(partner, period, terms));
  }
  return entries;
}

/** The entries of a partner's bonuses; what is taken back goes the other way. */
export function bonusEntries(partner: PartnerResult, period: Period, terms: ProgramTerms): readonly Entry[] {
  const { partnerId } = partner;
  return partner.bonuses.map(({ bonusId, window, amountMinor }) => {
    const entryId = entryIdOf(period.periodId, 'bonus', bonusId, window, partnerId);
    const postings = postingsBetween(EXPENSE, partnerAccount(partnerId, 'payable'), amountMinor);
    const cause: EntryCause = { type: 'bonus', bonusId, window };
    return runEntry({ entryId, kind: 'bonus', partnerId, effectiveAt: period.end, cause, postings }, period, terms);
  });
}

/** The entries of a partner's overrides; what is taken back goes the other way. */
export function overrideEntries(partner: PartnerResult, period: Period, terms: ProgramTerms): readonly Entry[] {
  const { partnerId } = partner;
  return partner.overrides.map(({ recruitedPartnerId, level, amountMinor }) => {
    const entryId = entryIdOf(period.periodId, 'override', recruitedPartnerId, level, partnerId);
    const postings = postingsBetween(EXPENSE, partnerAccount(partnerId, 'payable'), amountMinor);
    const cause: EntryCause = { type: 'override', recruitedPartnerId, level };
    return runEntry({ entryId, kind: 'override', partnerId, effectiveAt: period.end, cause, postings }, period, terms);
  });
}

/** The entry that puts a statement's payout on its way to the bank; null when there is none. */
export function payoutEntry(
  payout: {
    readonly partnerId: PartnerId;
    readonly payoutMinor: bigint;
    readonly statementId: string;
    /** The day on which it was sent, after the period. */
    readonly bookedOn: string;
  },
  period: Period,
  terms: Pick<ProgramTerms, 'program'>,
): Entry | null {
  const { partnerId, payoutMinor: amountMinor, statementId, bookedOn } = payout;
  if (amountMinor === 0n) return null;
  const entryId = entryIdOf(period.periodId, 'payout', partnerId);
  const cause: EntryCause = { type: 'statement', statementId };
  const postings: Posting[] = [
    { from: partnerAccount(partnerId, 'payable'), to: partnerAccount(partnerId, 'in-payout'), amountMinor },
  ];
  const own: OwnFields = { entryId, kind: 'payout', partnerId, effectiveAt: period.end, cause, postings };
  return { ...runEntry(own, period, terms), bookedOn };
}
