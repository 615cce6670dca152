import type { Claim, ClaimContent, ClaimId, FiledStep } from '../../../domain/claim/claim.ts';
import { afterStep, claimOf } from '../../../domain/claim/claim-state.ts';
import { claimTerms } from '../../../domain/claim/claim-terms.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Instant } from '../../../domain/time.ts';
import { DAY_MS, formatInstant } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import { rejectedAt } from './appealed.ts';

const ID_LENGTH = 32;

export interface FileClaim {
  readonly scope: Scope;
  readonly partnerId: PartnerId;
  /** The partner's own name for it: the same again is the same claim, for ever. */
  readonly reference: string;
  readonly content: ClaimContent;
  readonly by: string;
}

/** Files a claim or an appeal, which starts the time in which it is to be answered. */
export async function fileClaim(
  deps: Deps,
  command: FileClaim,
): Promise<{ readonly claim: Claim; readonly isNew: boolean }> {
  const { scope, partnerId, reference, content, by } = command;
  const { filingDays, answerDays } = claimTerms(await programOf(deps, scope));
  const claimId = claimIdOf(deps, command);
  const before = await filed(deps, scope, claimId, content);
  if (before !== null) return { claim: before, isNew: false };
  if ((await deps.stores.partners.enrollment(scope, partnerId)) === null) {
    throw new DomainError(
      'reference.unknown',
      {
        en: `"${partnerId}" takes no part in ${scope.programId}`,
        ja: `"${partnerId}"は${scope.programId}に参加していません`,
      },
      {
        field: 'partnerId',
      },
    );
  }
  const since =
    content.kind === 'appeal'
      ? await rejectedAt(deps, scope, { partnerId, ...content })
      : await missingSince(deps, command);
  requireInTime(since, filingDays, deps.now());
  const at = deps.now();
  const answerBy = at + answerDays * DAY_MS;
  const step: FiledStep = { kind: 'filed', claimId, sequence: 1, partnerId, at, by, reference, content, answerBy };
  const claim = afterStep(null, step);
  if (await deps.stores.claims.appendStep(scope, step, claim)) return { claim, isNew: true };
  // Another try of the same claim was first.
  return { claim: (await filed(deps, scope, claimId, content)) ?? claim, isNew: false };
}

/** What is claimed as missing must not count for the partner already. */
async function missingSince(deps: Deps, { scope, partnerId, content }: FileClaim): Promise<Instant> {
  if (content.kind !== 'missing-conversion') return deps.now();
  refuseFuture(deps, content.occurredAt);
  const { conversions } = deps.stores;
  const recorded = await conversions.conversion(scope, content.order);
  const decision = recorded && (await conversions.decision(scope, recorded.recordedAt, content.order));
  if (decision?.lines.some((line) => line.partnerId === partnerId)) {
    const message = {
      en: `order ${content.order} is there and counts for you; appeal if it was rejected`,
      ja: `注文${content.order}は貴社の成果として記録されています。却下された場合は不服申立てをしてください。`,
    };
    throw new DomainError('claim.already-counted', message, { field: 'order' });
  }
  return content.occurredAt;
}

function requireInTime(since: Instant, filingDays: number, now: Instant): void {
  const last = since + filingDays * DAY_MS;
  if (now < last) return;
  const message = {
    en: `could be claimed within ${filingDays} days of ${formatInstant(since)}, until ${formatInstant(last)}; it is ${formatInstant(now)}`,
    ja: `申請できるのは${formatInstant(since)}から${filingDays}日以内（${formatInstant(last)}まで）です。現在は${formatInstant(now)}です。`,
  };
  throw new DomainError('claim.too-late', message);
}

/** From the partner's own name for it, so that the same request again is the same claim, and no one else's. */
function claimIdOf({ sha256 }: Pick<Deps, 'sha256'>, { scope, partnerId, reference }: FileClaim): ClaimId {
  const { merchantId, programId } = scope;
  return `claim_${sha256(canonical([merchantId, programId, partnerId, reference])).slice(0, ID_LENGTH)}`;
}

/** The claim as it stands when it was filed with this content before. */
async function filed({ stores }: Deps, scope: Scope, claimId: ClaimId, content: ClaimContent): Promise<Claim | null> {
  const steps = await stores.claims.steps(scope, claimId);
  const [first] = steps;
  if (first === undefined) return null;
  if (first.kind === 'filed' && canonical(first.content) === canonical(content)) return claimOf(steps);
  const message = {
    en: `the reference is taken by claim ${claimId}, which was filed with other content; revise it instead`,
    ja: `この管理番号は、内容の異なる申請${claimId}で使用済みです。その申請を修正してください。`,
  };
  throw new DomainError('claim.conflict', message, { field: 'reference' });
}
