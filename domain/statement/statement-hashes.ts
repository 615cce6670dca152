import type { PartnerId } from '../ids.ts';
import type { Hash, Sha256 } from '../integrity/merkle.ts';
import type { HashedParts } from '../integrity/statement-parts.ts';
import { hashedParts, recordHasher, textParts } from '../integrity/statement-parts.ts';
import type { BookedConversion } from '../settlement/booked.ts';
import type { PeriodResult } from '../settlement/close-period.ts';
import type { PartnerResult } from '../settlement/partner-result.ts';
import type { ProgramTerms } from '../settlement/terms.ts';
import { lineRow, lineText } from './line-text.ts';
import { statementHead } from './statement.ts';
import { conversionText, statementConversion } from './statement-conversion.ts';

/** The hashes of a partner's records, in the order of its statement; those of a list in one text, which is half the memory. */
export interface RecordHashes {
  readonly conversions: string;
  readonly lines: string;
}

interface Growing {
  readonly conversions: Hash[];
  readonly lines: Hash[];
  last: BookedConversion | null;
}

/**
 * Hashes every conversion and line of a result's statements in the order in which it holds them: statement by statement each would be
 * sought all over the memory of a large month, which takes longer than hashing it.
 */
export function recordHashes(
  { lines }: Pick<PeriodResult, 'lines'>,
  terms: ProgramTerms,
  sha256: Sha256,
): ReadonlyMap<PartnerId, RecordHashes> {
  const [hashConversion, hashLine] = [recordHasher('conversions', sha256), recordHasher('lines', sha256)];
  const growing = new Map<PartnerId, Growing>();
  for (const line of lines) {
    const { booked, line: booking } = line.paid;
    const { partnerId } = booking;
    const own = growing.get(partnerId) ?? { conversions: [], lines: [], last: null };
    if (own.last === null) growing.set(partnerId, own);
    if (own.last !== booked)
      own.conversions.push(hashConversion(conversionText(statementConversion(partnerId, line.paid))));
    own.last = booked;
    own.lines.push(hashLine(lineText(line, lineRow(line, terms), terms)));
  }
  const hashes = new Map<PartnerId, RecordHashes>();
  for (const [partnerId, own] of growing) {
    hashes.set(partnerId, { conversions: own.conversions.join(''), lines: own.lines.join('') });
  }
  return hashes;
}

/** What `hashedParts` gives of a partner's statement, from the hashes of its records. */
export function hashedStatement(
  partner: PartnerResult,
  { period }: Pick<PeriodResult, 'period'>,
  terms: ProgramTerms,
  { records, sha256 }: { readonly records: RecordHashes | undefined; readonly sha256: Sha256 },
): HashedParts {
  const { head, sections } = hashedParts(textParts(JSON.stringify(statementHead(partner, period, terms))), sha256);
  const { conversions = '', lines = '' } = records ?? {};
  return { head, sections: { ...sections, conversions, lines } };
}
