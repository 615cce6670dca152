import type { Entry } from '../ledger/entry.ts';
import type { Period } from './calendar.ts';
import { lastDayOf } from './calendar.ts';
import type { ProgramTerms } from './terms.ts';

/** What one entry of a run has of its own. */
export type OwnFields = Pick<Entry, 'entryId' | 'kind' | 'partnerId' | 'effectiveAt' | 'cause' | 'postings'>;

/** An entry as a run posts it: in the program's currency, on the last day of the period. */
export function runEntry(own: OwnFields, { periodId }: Period, { program }: Pick<ProgramTerms, 'program'>): Entry {
  const { merchantId, programId, currency } = program;
  const { entryId, kind, partnerId, effectiveAt, cause, postings } = own;
  const bookedOn = lastDayOf(periodId);
  return {
    entryId,
    merchantId,
    programId,
    partnerId,
    kind,
    periodId,
    bookedOn,
    effectiveAt,
    currency,
    cause,
    postings,
  };
}
