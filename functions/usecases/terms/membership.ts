import type { EnrollmentTerms, Membership } from '../../../domain/partner/enrollment.ts';
import type { Dated } from '../../../domain/time.ts';
import type { EnrollmentFact } from '../../store/program-store.ts';

/** A membership with all its dated terms: those that it began with, then what was changed, by date. */
export function membershipOf(enrollment: EnrollmentFact, changes: readonly Dated<EnrollmentTerms>[]): Membership {
  const { joinedAt, endedAt, terms } = enrollment;
  const changed = changes.map(({ from, value }) => ({ from, value }));
  return { joinedAt, endedAt, terms: [{ from: joinedAt, value: terms }, ...changed] };
}
