import { checkRules, partnersNamedIn } from '../../../domain/commission/check-plan.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { EnrollmentTerms } from '../../../domain/partner/enrollment.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { formatInstant } from '../../../domain/time.ts';
import { detailOf } from '../../contract/problem.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { EnrollmentFact, TermsChange } from '../../store/program-store.ts';

/** Refuses negotiated rules that cannot be paid by, with all that is wrong with them. */
export async function refuseFaultyRules(
  { stores }: Pick<Deps, 'stores'>,
  { merchantId, currency }: Program,
  { rules = [] }: EnrollmentTerms,
): Promise<void> {
  const partners = new Set<PartnerId>();
  for (const partnerId of partnersNamedIn({ rules })) {
    if (await stores.partners.partner(merchantId, partnerId)) partners.add(partnerId);
  }
  const faults = checkRules(rules, { currency, partners });
  if (faults.length > 0) throw new Refusal('plan.invalid', detailOf(faults), faults);
}

/**
 * Rules that were negotiated are kept: others take effect after they are told, never before. The first of a membership may
 * reach back, so that history can be imported.
 */
export function refuseBackdatedRules(
  now: number,
  { from, value }: TermsChange,
  { terms }: EnrollmentFact,
  changes: readonly TermsChange[],
): void {
  const known = [terms, ...changes.map((change) => change.value)];
  if (from >= now || known.every(({ rules }) => rules === undefined)) return;
  const before = changes.findLast((change) => change.from <= from)?.value ?? terms;
  if (canonical(before.rules ?? null) === canonical(value.rules ?? null)) return;
  const message = {
    en: `other negotiated rules must not take effect before ${formatInstant(now)}, got ${formatInstant(from)}`,
    ja: `別の個別ルールの適用日時は${formatInstant(now)}以降にしてください（入力値: ${formatInstant(from)}）`,
  };
  throw new DomainError('terms.backdated', message, { field: 'from' });
}
