import { checkPlan, partnersNamedIn } from '../../../domain/commission/check-plan.ts';
import type { Plan } from '../../../domain/commission/plan.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Program } from '../../../domain/partner/program.ts';
import type { Sentence } from '../../../domain/said.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { Instant } from '../../../domain/time.ts';
import { formatInstant } from '../../../domain/time.ts';
import { detailOf } from '../../contract/problem.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { PlanDraft } from '../../store/program-store.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import type { FactName } from '../facts/put-fact.ts';
import { accepted } from '../facts/put-fact.ts';
import { refuseLatePayment } from '../payout/late-payment.ts';
import { programOf } from './load-terms.ts';
import type { PlanVersion } from './plan-version.ts';
import { publishedVersion, versionIn } from './plan-version.ts';

export interface PublishPlan {
  readonly scope: Scope;
  readonly plan: Plan;
  /** Who publishes it, for the records. */
  readonly by: string;
}

/** Publishes a version of a program's rules at once. It is never edited, and takes effect on a later business date. */
export async function publishPlan(deps: Deps, command: PublishPlan): Promise<PlanVersion> {
  const { scope, plan, by } = command;
  const { version } = plan;
  const program = await programOf(deps, scope);
  const { published, draft } = await versionIn(deps, scope, version);
  if (published !== null) return publishedVersion(await putPlan(deps, scope, plan), draft);
  if (program.fourEyes === true) {
    const message = {
      en: `${scope.programId} has its plans published by a second person; draft version ${version} instead`,
      ja: `${scope.programId}のプランは、起案者とは別の人が公開します。バージョン${version}を下書きとして登録してください。`,
    };
    throw new DomainError('approval.same-person', message);
  }
  if (draft?.status === 'draft') {
    const message = {
      en: `version ${version} is being drafted by ${draft.draftedBy}; publish that draft or throw it away`,
      ja: `バージョン${version}は${draft.draftedBy}が下書き中です。その下書きを公開するか、破棄してください。`,
    };
    throw new DomainError('plan.drafted', message, { field: 'version' });
  }
  const begun = draft?.status === 'published' ? draft : null;
  if (begun !== null) refuseOther({ fact: begun.plan, recordedAt: begun.draftedAt }, plan);
  return (await publishContent(deps, { scope, program, plan, by }, draft)) ?? (await publishPlan(deps, command));
}

/**
 * Publishes a content in two writes: from the first on its draft cannot be changed, so that what was seen is what is
 * published; the second is the version itself. Broken off between them, it is finished by publishing again. Null: somebody
 * was faster, look again.
 */
export async function publishContent(
  deps: Deps,
  { scope, program, plan, by }: PublishPlan & { readonly program: Program },
  draft: PlanDraft | null,
): Promise<PlanVersion | null> {
  const { programs } = deps.stores;
  const isBegun = draft?.status === 'published';
  try {
    await refusePlanFaults(deps, { merchantId: scope.merchantId, program, plan }, '');
    await refuseEarly(deps, scope, { program, plan });
  } catch (error) {
    // Broken off and found too late: it is a draft again.
    if (isBegun) await programs.advanceDraft(scope, draft, reopened(draft));
    throw error;
  }
  const marked = isBegun ? draft : markedOf(draft, { plan, by, now: deps.now() });
  if (!isBegun && !(await programs.advanceDraft(scope, draft, marked))) return null;
  return publishedVersion(await putPlan(deps, scope, plan), marked);
}

function markedOf(
  draft: PlanDraft | null,
  { plan, by, now }: { readonly plan: Plan; readonly by: string; readonly now: Instant },
): PlanDraft {
  if (draft?.status === 'draft') return { ...draft, status: 'published', publishedBy: by };
  const revision = (draft?.revision ?? 0) + 1;
  const { version } = plan;
  return { version, revision, status: 'published', plan, draftedBy: by, draftedAt: now, publishedBy: by };
}

function reopened(draft: PlanDraft): PlanDraft {
  return { ...draft, revision: draft.revision + 1, status: 'draft', publishedBy: null };
}

async function putPlan(deps: Deps, scope: Scope, plan: Plan): Promise<Recorded<Plan>> {
  const put = await deps.stores.programs.putPlan(scope, { fact: plan, recordedAt: deps.now() });
  return accepted(put, plan, nameOf(plan));
}

function refuseOther(stored: Recorded<Plan>, plan: Plan): void {
  const isSame = canonical(stored.fact) === canonical(plan);
  accepted({ outcome: isSame ? 'repeated' : 'conflict', stored }, plan, nameOf(plan));
}

function nameOf({ version }: Plan): FactName {
  return { name: { en: `plan version ${version}`, ja: `プランのバージョン${version}` }, code: 'plan.conflict' };
}

interface Candidate {
  readonly merchantId: MerchantId;
  readonly program: Program;
  readonly plan: Plan;
}

/** Refuses a plan with all that is wrong with it; `place` is where it stands in the request, before every field. */
export async function refusePlanFaults(
  deps: Deps,
  { merchantId, program, plan }: Candidate,
  place: string,
): Promise<void> {
  const partners = new Set<PartnerId>();
  for (const partnerId of partnersNamedIn(plan)) {
    if (await deps.stores.partners.partner(merchantId, partnerId)) partners.add(partnerId);
  }
  const found = checkPlan(plan, { currency: program.currency, partners });
  const faults = found.map(({ field, reason }) => ({ field: `${place}${field}`, reason }));
  if (faults.length > 0) throw new Refusal('plan.invalid', detailOf(faults), faults);
  const { holdDays, effectiveFrom } = plan;
  await refuseLatePayment(deps, program, { holdDays, from: effectiveFrom, field: `${place}holdDays` });
}

/** Refuses a first day before the publication, before the notice is over, or in a period that is sealed already. */
async function refuseEarly(
  { stores, now: clock }: Deps,
  scope: Scope,
  { program, plan }: Pick<Candidate, 'program' | 'plan'>,
): Promise<void> {
  const { timezone, noticeDays = 0 } = program;
  const { effectiveFrom } = plan;
  const [published, settlements] = await Promise.all([
    stores.programs.plans(scope),
    stores.settlements.settlements(scope),
  ]);
  const calendar = calendarOf(timezone);
  const start = calendar.startOf(effectiveFrom);
  const refusal = (code: string, message: Sentence) => new DomainError(code, message, { field: 'effectiveFrom' });
  const sealed = settlements.findLast(({ status }) => status !== 'open')?.periodId ?? null;
  if (sealed !== null && start < calendar.period(sealed).end) {
    throw refusal('plan.period-sealed', {
      en: `must be after ${sealed}, which is sealed, got ${effectiveFrom}`,
      ja: `締め処理済みの${sealed}より後の日付にしてください（入力値: ${effectiveFrom}）`,
    });
  }
  // The first plan may reach back, so that history can be imported; nobody has been promised other terms before it.
  if (published.length === 0) return;
  const now = clock();
  const today = calendar.dateOf(now);
  const publication = {
    en: `${today}, the date in ${timezone} of its publication at ${formatInstant(now)}`,
    ja: `${today}（公開日時${formatInstant(now)}の${timezone}での日付）`,
  };
  if (start < now) {
    const message = {
      en: `must be after ${publication.en}, got ${effectiveFrom}; only the first plan of a program may reach back`,
      ja: `${publication.ja}より後の日付にしてください（入力値: ${effectiveFrom}）。過去にさかのぼれるのは、プログラムの最初のプランだけです。`,
    };
    throw refusal('plan.backdated', message);
  }
  const earliest = calendar.dateAfter(today, noticeDays);
  if (effectiveFrom >= earliest) return;
  const message = {
    en: `must be ${earliest} or later, ${noticeDays} days after ${publication.en}, got ${effectiveFrom}`,
    ja: `${publication.ja}の${noticeDays}日後にあたる${earliest}以降にしてください（入力値: ${effectiveFrom}）`,
  };
  throw refusal('plan.notice-too-short', message);
}
