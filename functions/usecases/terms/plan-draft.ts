import type { Plan } from '../../../domain/commission/plan.ts';
import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { PlanDraft } from '../../store/program-store.ts';
import type { Scope } from '../../store/scope.ts';
import type { SeenRevision } from '../revision.ts';
import { requireRevision } from '../revision.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';
import { programOf } from './load-terms.ts';
import type { PlanVersion } from './plan-version.ts';
import { draftVersion, publishedVersion, unknownPlan, versionIn } from './plan-version.ts';
import { publishContent, refusePlanFaults } from './publish-plan.ts';

export interface ChangeDraft {
  readonly scope: Scope;
  readonly version: number;
  /** Who does it, for the records. */
  readonly by: string;
  /** The revision that the caller saw, `*` for any, null when it did not say. */
  readonly seen: SeenRevision;
}

/** Writes a draft, new or in place of the revision that was seen. The same content again changes nothing. */
export async function saveDraft(
  deps: Deps,
  { scope, version, by, seen, plan }: ChangeDraft & { readonly plan: Plan },
): Promise<{ readonly draft: PlanVersion; readonly isNew: boolean }> {
  const program = await programOf(deps, scope);
  if (plan.version !== version) {
    const message = {
      en: `must be ${version}, as in the address, got ${plan.version}`,
      ja: `アドレスと同じ${version}にしてください（入力値: ${plan.version}）`,
    };
    throw new DomainError('request.invalid', message, { field: 'version' });
  }
  const { stored, open } = await openDraft(deps, scope, version);
  if (open !== null && canonical(open.plan) === canonical(plan)) return { draft: draftVersion(open), isNew: false };
  refuseUnseen(open, { version, seen });
  await refusePlanFaults(deps, { merchantId: scope.merchantId, program, plan }, '');
  const revision = (stored?.revision ?? 0) + 1;
  const what = { version, revision, plan, draftedBy: by, draftedAt: deps.now(), publishedBy: null };
  const next: PlanDraft = { ...what, status: 'draft' };
  if (!(await deps.stores.programs.advanceDraft(scope, stored, next))) throw edited(version);
  return { draft: draftVersion(next), isNew: open === null };
}

/** Throws a draft away. It stays in the store but is shown to nobody; its number may be used again. */
export async function discardDraft(deps: Deps, { scope, version, seen }: ChangeDraft): Promise<void> {
  await programOf(deps, scope);
  const { stored, open } = await openDraft(deps, scope, version);
  if (stored?.status === 'discarded') return;
  if (open === null) throw unknownPlan(version);
  refuseUnseen(open, { version, seen });
  if (!(await deps.stores.programs.advanceDraft(scope, open, { ...open, status: 'discarded' }))) throw edited(version);
}

/** Publishes the revision of a draft that was seen. Once it is published, publishing it again changes nothing. */
export async function publishDraft(deps: Deps, command: ChangeDraft): Promise<PlanVersion> {
  const { scope, version, by, seen } = command;
  const program = await programOf(deps, scope);
  const { published, draft } = await versionIn(deps, scope, version);
  if (published !== null) return publishedVersion(published, draft);
  if (draft === null || draft.status === 'discarded') throw unknownPlan(version);
  if (draft.status === 'draft') refuseUnseen(draft, { version, seen });
  if (program.fourEyes === true) {
    requireSecondPerson(
      { name: { en: `plan version ${version}`, ja: `プランのバージョン${version}` }, draftedBy: draft.draftedBy },
      by,
    );
  }
  const content = { scope, program, plan: draft.plan, by };
  return (await publishContent(deps, content, draft)) ?? (await publishDraft(deps, command));
}

/** What is stored of a version, and its draft as far as it may still change. */
async function openDraft(deps: Deps, scope: Scope, version: number) {
  const { published, draft } = await versionIn(deps, scope, version);
  if (published !== null) {
    const message = {
      en: `version ${version} was published at ${formatInstant(published.recordedAt)}; publish another one`,
      ja: `バージョン${version}は${formatInstant(published.recordedAt)}に公開済みです。別のバージョンを公開してください。`,
    };
    throw new DomainError('plan.published', message, { field: 'version' });
  }
  if (draft?.status === 'published') {
    const message = {
      en: `version ${version} is being published; publish it again if that was broken off`,
      ja: `バージョン${version}は公開処理中です。中断された場合は、もう一度公開してください。`,
    };
    throw new DomainError('plan.published', message, { field: 'version' });
  }
  return { stored: draft, open: draft?.status === 'draft' ? draft : null };
}

function refuseUnseen(open: PlanDraft | null, { version, seen }: Pick<ChangeDraft, 'version' | 'seen'>): void {
  if (open === null) {
    if (seen !== null)
      throw new DomainError('plan.edited', {
        en: `there is no draft of version ${version}`,
        ja: `バージョン${version}の下書きはありません`,
      });
    return;
  }
  requireRevision(
    {
      name: { en: `the draft of version ${version}`, ja: `バージョン${version}の下書き` },
      revision: open.revision,
      code: 'plan.edited',
    },
    seen,
  );
}

function edited(version: number): DomainError {
  return new DomainError('plan.edited', {
    en: `the draft of version ${version} was changed meanwhile; read it again`,
    ja: `バージョン${version}の下書きはその間に変更されました。もう一度読み込んでください。`,
  });
}
