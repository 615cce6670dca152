import { DomainError } from '../../../domain/errors.ts';
import { directoryOf } from '../../../domain/partner/directory.ts';
import type { Coupon, Enrollment } from '../../../domain/partner/enrollment.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { isDataDriven } from '../../../domain/partner/program.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { termsOf } from '../../../domain/settlement/terms.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { Stores } from '../../store/store.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { membershipOf } from './membership.ts';

/** The program, or a refusal that names it. */
export async function programOf({ stores }: Pick<Deps, 'stores'>, scope: Scope): Promise<Program> {
  const program = await stores.programs.program(scope);
  if (program === null) {
    throw new DomainError(
      'program.not-found',
      { en: `there is no program ${scope.programId}`, ja: `プログラム${scope.programId}は見つかりません` },
      { field: 'programId' },
    );
  }
  return program;
}

/** Enrollments with their partners and all dated changes, and the coupons. */
export async function loadDirectory(
  stores: Stores,
  scope: Scope,
): Promise<{ readonly enrollments: readonly Enrollment[]; readonly coupons: readonly Coupon[] }> {
  const [facts, changes, coupons] = await Promise.all([
    stores.partners.enrollments(scope),
    stores.partners.termsChanges(scope),
    stores.partners.coupons(scope),
  ]);
  const changesOf = Map.groupBy(changes, ({ partnerId }) => partnerId);
  const enrollments = await mapLimited(facts, WORK_AT_ONCE, async (fact): Promise<Enrollment> => {
    const partner = await stores.partners.partner(scope.merchantId, fact.partnerId);
    if (partner === null)
      throw new DomainError('partner.not-found', {
        en: `there is no partner ${fact.partnerId}`,
        ja: `パートナー${fact.partnerId}は見つかりません`,
      });
    return { partner, ...membershipOf(fact, changesOf.get(fact.partnerId) ?? []) };
  });
  return { enrollments, coupons };
}

/** Everything that decides a program's conversions today. */
async function loadTerms(deps: Pick<Deps, 'stores'>, scope: Scope): Promise<ProgramTerms> {
  const { stores } = deps;
  const [program, plans, directory, rates] = await Promise.all([
    programOf(deps, scope),
    stores.programs.plans(scope),
    loadDirectory(stores, scope),
    stores.programs.rates(scope),
  ]);
  const { enrollments, coupons } = directory;
  const fit = isDataDriven(program.attribution.model) ? await stores.snapshots.latestSnapshot(scope) : null;
  const terms = termsOf(
    program,
    plans.map(({ fact }) => fact),
    directoryOf(enrollments, coupons),
    rates,
  );
  return { ...terms, fit: fit?.fact ?? null };
}

const TERMS_AGE_MS_MAX = 5000;
const remembered = new WeakMap<
  Stores,
  Map<string, { readonly terms: Promise<ProgramTerms>; readonly readAt: number }>
>();

/** As `loadTerms`, at most five seconds old: good enough for provisional decisions, which the close makes anew. */
export function recentTerms(deps: Pick<Deps, 'stores'>, scope: Scope): Promise<ProgramTerms> {
  const byScope = remembered.get(deps.stores) ?? new Map();
  remembered.set(deps.stores, byScope);
  const key = JSON.stringify([scope.merchantId, scope.programId]);
  const known = byScope.get(key);
  if (known !== undefined && performance.now() - known.readAt < TERMS_AGE_MS_MAX) return known.terms;
  const terms = loadTerms(deps, scope);
  byScope.set(key, { terms, readAt: performance.now() });
  terms.catch(() => byScope.delete(key));
  return terms;
}
