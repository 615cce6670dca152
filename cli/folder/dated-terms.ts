import type { EnrollmentTerms } from '../../domain/partner/enrollment.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import type { Dated } from '../../domain/time.ts';
import { asOf } from '../../domain/time.ts';
import type { NegotiatedRules } from '../../functions/contract/schemas/program.ts';
import type { EnrollmentFact, TermsChange } from '../../functions/store/program-store.ts';

/** A membership with what changed in it later, by date. */
export interface FolderEnrollment extends EnrollmentFact {
  readonly changes?: readonly Dated<EnrollmentTerms>[] | undefined;
}

/** What dates the terms of memberships: the rows of terms.csv and the negotiated rules of program.json. */
export interface DatedTerms {
  readonly changes: readonly TermsChange[];
  readonly negotiated: readonly NegotiatedRules[];
  readonly timezone: string;
}

/** Memberships with their changes. What is dated at or before the joining is how a membership begins. */
export function datedEnrollments(
  enrollments: readonly EnrollmentFact[],
  { changes, negotiated, timezone }: DatedTerms,
): readonly FolderEnrollment[] {
  const { startOf } = calendarOf(timezone);
  const rows = byPartner(changes.map(({ partnerId, from, value }) => [partnerId, { from, value }] as const));
  const rules = byPartner(
    negotiated.map((each) => [each.partner, { from: startOf(each.from), value: each.rules }] as const),
  );
  return enrollments.map((enrollment): FolderEnrollment => {
    const { partnerId, joinedAt, terms } = enrollment;
    const own = rows.get(partnerId) ?? [];
    const agreed = rules.get(partnerId) ?? [];
    const at = (from: number): EnrollmentTerms => {
      const inForce = asOf(agreed, from) ?? [];
      return { ...(asOf(own, from) ?? terms), ...(inForce.length > 0 ? { rules: inForce } : {}) };
    };
    const after = new Set([...own, ...agreed].flatMap(({ from }) => (from > joinedAt ? [from] : [])));
    const dates = [...after].sort((a, b) => a - b);
    const later = dates.map((from) => ({ from, value: at(from) }));
    return { ...enrollment, terms: at(joinedAt), ...(later.length > 0 ? { changes: later } : {}) };
  });
}

function byPartner<T>(rows: readonly (readonly [string, Dated<T>])[]): ReadonlyMap<string, readonly Dated<T>[]> {
  const found = new Map<string, Dated<T>[]>();
  for (const [partnerId, row] of rows) found.set(partnerId, [...(found.get(partnerId) ?? []), row]);
  for (const own of found.values()) own.sort((a, b) => a.from - b.from);
  return found;
}
