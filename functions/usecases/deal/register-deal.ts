import type { Deal, DealContent, DealPart, RegisteredStep } from '../../../domain/deal/deal.ts';
import { afterStep, dealOf } from '../../../domain/deal/deal-state.ts';
import { dealTerms } from '../../../domain/deal/deal-terms.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { DealId, PartnerId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { isEnrolledAt } from '../../../domain/partner/enrollment.ts';
import { HOUR_MS } from '../../../domain/time.ts';
import type { DealDraft } from '../../contract/schemas/deal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

const ID_LENGTH = 32;

export interface RegisterDeal {
  readonly scope: Scope;
  readonly partnerId: PartnerId;
  /** The partner's own name for it: the same again is the same deal, for ever. */
  readonly reference: string;
  readonly content: DealDraft;
  readonly by: string;
}

/** Registers a lead or deal. The instant of the first registration counts, however often it is repeated. */
export async function registerDeal(
  deps: Deps,
  command: RegisterDeal,
): Promise<{ readonly deal: Deal; readonly isNew: boolean }> {
  const { scope, partnerId, reference, by } = command;
  const program = await programOf(deps, scope);
  const content = withParts(command.content, partnerId);
  const dealId = dealIdOf(deps, command);
  const before = await registered(deps, scope, dealId, content);
  if (before !== null) return { deal: before, isNew: false };
  await requireEnrolled(deps, scope, partnerId, 'partnerId');
  requireOwnPart(partnerId, content.parts);
  await requireParts(deps, scope, content.parts);
  const { stages, approvalHours } = dealTerms(program);
  const at = deps.now();
  const step: RegisteredStep = {
    kind: 'registered',
    dealId,
    sequence: 1,
    partnerId,
    at,
    by,
    reference,
    content,
    stage: stages[0] ?? '',
    decideBy: at + approvalHours * HOUR_MS,
  };
  const deal = afterStep(null, step);
  if (await deps.stores.deals.appendStep(scope, step, deal)) return { deal, isNew: true };
  // Another try of the same registration was first.
  const winner = await registered(deps, scope, dealId, content);
  return { deal: winner ?? deal, isNew: false };
}

/** Without parts the whole is the partner's. */
export function withParts(draft: DealDraft, partnerId: PartnerId): DealContent {
  return { ...draft, parts: draft.parts ?? [{ partnerId, share: '1' }] };
}

/** Nobody registers a customer for others alone: of a deal that has no part of its partner nobody could ask who brought it. */
export function requireOwnPart(partnerId: PartnerId, parts: readonly DealPart[]): void {
  if (parts.some((part) => part.partnerId === partnerId)) return;
  throw new DomainError(
    'request.invalid',
    {
      en: `must hold a part of ${partnerId}, whose deal it is`,
      ja: `案件を登録したパートナー（${partnerId}）の配分を含めてください`,
    },
    { field: 'parts' },
  );
}

/** Everybody who is to have a part must take part in the program now. */
export async function requireParts(deps: Deps, scope: Scope, parts: readonly DealPart[]): Promise<void> {
  for (const [index, { partnerId }] of parts.entries()) {
    await requireEnrolled(deps, scope, partnerId, `parts[${index}].partnerId`);
  }
}

async function requireEnrolled(deps: Deps, scope: Scope, partnerId: PartnerId, field: string): Promise<void> {
  const { partners } = deps.stores;
  const [fact, changes] = await Promise.all([
    partners.enrollment(scope, partnerId),
    partners.termsChangesOf(scope, partnerId),
  ]);
  const terms = fact === null ? [] : [{ from: fact.joinedAt, value: fact.terms }, ...changes];
  if (fact !== null && isEnrolledAt({ ...fact, terms }, deps.now())) return;
  throw new DomainError(
    'reference.unknown',
    {
      en: `"${partnerId}" takes no part in ${scope.programId} now`,
      ja: `"${partnerId}"は現在${scope.programId}に参加していません`,
    },
    { field },
  );
}

/** A name that nobody can take from anybody: it follows from whose deal it is and what its partner calls it. */
function dealIdOf({ sha256 }: Deps, { scope, partnerId, reference }: RegisterDeal): DealId {
  const { merchantId, programId } = scope;
  return `deal_${sha256(canonical([merchantId, programId, partnerId, reference])).slice(0, ID_LENGTH)}`;
}

/** The deal as it stands when it was registered with this content before. */
async function registered({ stores }: Deps, scope: Scope, dealId: DealId, content: DealContent): Promise<Deal | null> {
  const steps = await stores.deals.steps(scope, dealId);
  const [first] = steps;
  if (first === undefined) return null;
  if (first.kind === 'registered' && canonical(first.content) === canonical(content)) return dealOf(steps);
  const message = {
    en: `the reference is taken by deal ${dealId}, which was registered with other content; revise it instead`,
    ja: `この管理番号は、内容の異なる案件${dealId}で使用済みです。その案件を修正してください。`,
  };
  throw new DomainError('deal.conflict', message, { field: 'reference' });
}
