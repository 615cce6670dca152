import { DomainError } from '../../../domain/errors.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { TermsChange } from '../../store/program-store.ts';
import type { Scope } from '../../store/scope.ts';
import { accepted } from '../facts/put-fact.ts';
import { knownRecruiter, refuseLateReserve } from './enroll.ts';
import { programOf } from './load-terms.ts';
import { refuseBackdatedRules, refuseFaultyRules } from './negotiated-rules.ts';

/** Changes the terms of an enrollment from an instant on; what was earned before keeps the terms of its day. */
export async function changeTerms(deps: Deps, command: { scope: Scope; change: TermsChange }): Promise<TermsChange> {
  const { scope, change } = command;
  const { partnerId, value } = change;
  const program = await programOf(deps, scope);
  const enrollment = await deps.stores.partners.enrollment(scope, partnerId);
  if (enrollment === null) {
    throw new DomainError('enrollment.not-found', {
      en: `partner "${partnerId}" is not enrolled in "${scope.programId}"`,
      ja: `パートナー"${partnerId}"は"${scope.programId}"に参加していません`,
    });
  }
  await knownRecruiter(deps, { merchantId: scope.merchantId, partnerId, recruitedBy: value.recruitedBy });
  await refuseFaultyRules(deps, program, value);
  await refuseLateReserve(deps, program, value);
  const changes = await deps.stores.partners.termsChangesOf(scope, partnerId);
  refuseBackdatedRules(deps.now(), change, enrollment, changes);
  const put = await deps.stores.partners.putTermsChange(scope, { fact: change, recordedAt: deps.now() });
  const name = {
    en: `the terms of ${partnerId} from ${formatInstant(change.from)}`,
    ja: `${partnerId}の${formatInstant(change.from)}からの条件`,
  };
  return accepted(put, change, { name, code: 'terms.conflict' }).fact;
}
