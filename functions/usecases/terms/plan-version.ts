import type { Plan } from '../../../domain/commission/plan.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { PlanDraft } from '../../store/program-store.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from './load-terms.ts';

/** A version of a program's rules: still being written, or published and never changed again. */
export type PlanVersion =
  | ({ readonly status: 'draft' } & Pick<PlanDraft, 'plan' | 'revision' | 'draftedBy' | 'draftedAt'>)
  | {
      readonly status: 'published';
      readonly plan: Plan;
      /** Null where nobody noted it. */
      readonly draftedBy: string | null;
      readonly publishedBy: string | null;
      readonly publishedAt: Instant;
    };

/** All versions of a program, published ones and drafts, by version. */
export async function listPlans(deps: Deps, scope: Scope): Promise<readonly PlanVersion[]> {
  await programOf(deps, scope);
  const { programs } = deps.stores;
  const [published, drafts] = await Promise.all([programs.plans(scope), programs.drafts(scope)]);
  const draftOf = new Map(drafts.map((draft) => [draft.version, draft]));
  const versions = new Map<number, PlanVersion>();
  for (const draft of drafts) if (draft.status !== 'discarded') versions.set(draft.version, draftVersion(draft));
  for (const plan of published) {
    versions.set(plan.fact.version, publishedVersion(plan, draftOf.get(plan.fact.version) ?? null));
  }
  return [...versions.values()].sort((a, b) => a.plan.version - b.plan.version);
}

/** One version, or a refusal: there is none, or its draft was thrown away. */
export async function readPlan(deps: Deps, scope: Scope, version: number): Promise<PlanVersion> {
  await programOf(deps, scope);
  const { published, draft } = await versionIn(deps, scope, version);
  if (published !== null) return publishedVersion(published, draft);
  if (draft === null || draft.status === 'discarded') throw unknownPlan(version);
  return draftVersion(draft);
}

/** What the store holds of a version; a published one decides, whatever its draft says. */
export async function versionIn(
  { stores }: Deps,
  scope: Scope,
  version: number,
): Promise<{ readonly published: Recorded<Plan> | null; readonly draft: PlanDraft | null }> {
  const [plans, draft] = await Promise.all([stores.programs.plans(scope), stores.programs.draft(scope, version)]);
  return { published: plans.find(({ fact }) => fact.version === version) ?? null, draft };
}

export function draftVersion({ plan, revision, draftedBy, draftedAt }: PlanDraft): PlanVersion {
  return { status: 'draft', plan, revision, draftedBy, draftedAt };
}

export function publishedVersion({ fact, recordedAt }: Recorded<Plan>, draft: PlanDraft | null): PlanVersion {
  const { draftedBy = null, publishedBy = null } = draft ?? {};
  return { status: 'published', plan: fact, draftedBy, publishedBy, publishedAt: recordedAt };
}

export function unknownPlan(version: number): DomainError {
  return new DomainError(
    'plan.not-found',
    { en: `there is no plan version ${version}`, ja: `プランのバージョン${version}は見つかりません` },
    { field: 'version' },
  );
}
