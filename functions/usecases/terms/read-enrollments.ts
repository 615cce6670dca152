import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import type { Membership } from '../../../domain/partner/enrollment.ts';
import { standingAt } from '../../../domain/partner/enrollment.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { EnrollmentFact } from '../../store/program-store.ts';
import type { RowPage, Scope } from '../../store/scope.ts';
import { programOf } from './load-terms.ts';
import { membershipOf } from './membership.ts';

/** The enrollments of a program by partner id, after one; each on the terms on which it stands now. */
export async function enrollmentsNow(
  { stores, now }: Deps,
  scope: Scope,
  page: RowPage,
): Promise<readonly EnrollmentFact[]> {
  const enrollments = await stores.partners.enrollmentsAfter(scope, page);
  const [first, last] = [enrollments[0], enrollments.at(-1)];
  if (first === undefined || last === undefined) return [];
  const ids = { first: first.partnerId, last: last.partnerId };
  const changes = Map.groupBy(await stores.partners.termsChangesAmong(scope, ids), ({ partnerId }) => partnerId);
  return enrollments.map((enrollment) => {
    const membership = membershipOf(enrollment, changes.get(enrollment.partnerId) ?? []);
    return { ...enrollment, terms: standingAt(membership, now()) };
  });
}

/** One enrollment on the terms on which it stands now, and all that was ever said of its terms. */
export async function readEnrollment(
  deps: Deps,
  { scope, partnerId }: { readonly scope: Scope; readonly partnerId: PartnerId },
): Promise<{ readonly enrollment: EnrollmentFact; readonly terms: Membership['terms'] }> {
  await programOf(deps, scope);
  const enrollment = await deps.stores.partners.enrollment(scope, partnerId);
  if (enrollment === null) {
    throw new DomainError('enrollment.not-found', {
      en: `partner "${partnerId}" is not enrolled in "${scope.programId}"`,
      ja: `パートナー"${partnerId}"は"${scope.programId}"に参加していません`,
    });
  }
  const membership = membershipOf(enrollment, await deps.stores.partners.termsChangesOf(scope, partnerId));
  return { enrollment: { ...enrollment, terms: standingAt(membership, deps.now()) }, terms: membership.terms };
}
