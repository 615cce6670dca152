import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { EnrollmentTerms } from '../../../domain/partner/enrollment.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { EnrollmentFact } from '../../store/program-store.ts';
import type { Scope } from '../../store/scope.ts';
import { accepted } from '../facts/put-fact.ts';
import { refuseLatePayment } from '../payout/late-payment.ts';
import { knownPartner } from './known.ts';
import { programOf } from './load-terms.ts';
import { refuseFaultyRules } from './negotiated-rules.ts';

/** Enrolls a partner in a program, with its first terms. */
export async function enroll(
  deps: Deps,
  command: { scope: Scope; enrollment: EnrollmentFact },
): Promise<EnrollmentFact> {
  const { scope, enrollment } = command;
  const { partnerId, terms } = enrollment;
  const program = await programOf(deps, scope);
  await knownPartner(deps, { merchantId: scope.merchantId, partnerId, field: 'partnerId' });
  await knownRecruiter(deps, { merchantId: scope.merchantId, partnerId, recruitedBy: terms.recruitedBy });
  await refuseFaultyRules(deps, program, terms);
  await refuseLateReserve(deps, program, terms);
  const put = await deps.stores.partners.putEnrollment(scope, { fact: enrollment, recordedAt: deps.now() });
  return accepted(put, enrollment, {
    name: { en: `the enrollment of ${partnerId}`, ja: `${partnerId}の参加登録` },
    code: 'enrollment.conflict',
  }).fact;
}

/** What is kept back of a result must be paid in time too, where a law gives days. */
export async function refuseLateReserve(deps: Deps, program: Program, { reserve }: EnrollmentTerms): Promise<void> {
  if (reserve === undefined) return;
  const from = formatInstant(deps.now());
  await refuseLatePayment(deps, program, { holdDays: 0, reserve, from, field: 'reserve' });
}

/** A recruiter is another partner of the merchant; nobody recruits itself. */
export async function knownRecruiter(
  deps: Deps,
  named: { merchantId: MerchantId; partnerId: PartnerId; recruitedBy: PartnerId | null },
): Promise<void> {
  const { merchantId, partnerId, recruitedBy } = named;
  if (recruitedBy === null) return;
  if (recruitedBy === partnerId) {
    throw new DomainError(
      'enrollment.invalid',
      {
        en: `must be another partner, got "${partnerId}" itself`,
        ja: `本人ではなく、別のパートナーを指定してください（入力値: "${partnerId}"）`,
      },
      {
        field: 'recruitedBy',
      },
    );
  }
  await knownPartner(deps, { merchantId, partnerId: recruitedBy, field: 'recruitedBy' });
}
