import { directoryOf } from '../../domain/partner/directory.ts';
import type { Enrollment } from '../../domain/partner/enrollment.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { termsOf } from '../../domain/settlement/terms.ts';
import type { Folder } from './folder.ts';

/** Everything in a folder that decides its conversions, besides the facts themselves. */
export function folderTerms({
  program,
  plans,
  partners,
  enrollments,
  coupons,
  rates,
}: Omit<Folder, 'clicks' | 'conversions' | 'reversals' | 'reviews'>): ProgramTerms {
  const byId = new Map(partners.map((partner) => [partner.partnerId, partner]));
  const enrolled = enrollments.flatMap(({ partnerId, joinedAt, endedAt, terms, changes = [] }): Enrollment[] => {
    const partner = byId.get(partnerId);
    const dated = [{ from: joinedAt, value: terms }, ...changes];
    return partner === undefined ? [] : [{ partner, joinedAt, endedAt, terms: dated }];
  });
  return termsOf(program, plans, directoryOf(enrolled, coupons), rates);
}
