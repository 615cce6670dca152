import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { AdjustmentReference } from '../../../domain/ledger/adjustment.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { AdjustmentBody } from '../../contract/schemas/adjustment.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { AdjustmentContent, MoneyDraft } from '../../store/ledger-store.ts';
import type { Scope } from '../../store/scope.ts';
import { requireSecondPerson } from '../settlement/four-eyes.ts';
import { programOf } from '../terms/load-terms.ts';

export type AdjustmentDraft = MoneyDraft<AdjustmentContent>;

/** Drafts a change of what a partner is owed. It pays nobody before a second person has approved it. */
export async function draftAdjustment(
  deps: Deps,
  { scope, body, by }: { readonly scope: Scope; readonly body: AdjustmentBody; readonly by: string },
): Promise<{ readonly draft: AdjustmentDraft; readonly isNew: boolean }> {
  const { currency } = await programOf(deps, scope);
  const { adjustmentId, partnerId, amount, effectiveAt, reason, text } = body;
  if (amount.currency !== currency) {
    const message = {
      en: `must be in ${currency}, the program's currency, got ${amount.currency}`,
      ja: `プログラムの通貨${currency}で指定してください（入力値: ${amount.currency}）`,
    };
    throw new DomainError('currency.mismatch', message, { field: 'amount.currency' });
  }
  await enrolled(deps, scope, partnerId);
  const reference = await knownReference(deps, scope, body);
  const content = { adjustmentId, partnerId, amountMinor: amount.minor, effectiveAt, reason, text, reference };
  const stored = await deps.stores.adjustments.adjustment(scope, adjustmentId);
  if (stored !== null) return { draft: sameDraft(stored, content, by), isNew: false };
  const undecided = { status: 'draft', decidedBy: null, decidedAt: null } as const;
  const draft: AdjustmentDraft = { content, draftedBy: by, draftedAt: deps.now(), ...undecided };
  if (await deps.stores.adjustments.advanceAdjustment(scope, null, draft)) return { draft, isNew: true };
  return await draftAdjustment(deps, { scope, body, by });
}

interface DecideAdjustment {
  readonly scope: Scope;
  readonly adjustmentId: string;
  readonly by: string;
  readonly outcome: 'approved' | 'rejected';
}

export async function readAdjustment(
  deps: Deps,
  { scope, adjustmentId }: Pick<DecideAdjustment, 'scope' | 'adjustmentId'>,
): Promise<AdjustmentDraft> {
  const draft = await deps.stores.adjustments.adjustment(scope, adjustmentId);
  if (draft !== null) return draft;
  throw new DomainError('adjustment.not-found', {
    en: `there is no adjustment ${adjustmentId}`,
    ja: `調整${adjustmentId}は見つかりません`,
  });
}

/**
 * Approves a draft as another person than its author, so that the open period takes it up; or rejects it. The same decision
 * again changes nothing, and no decision is ever changed.
 */
export async function decideAdjustment(deps: Deps, command: DecideAdjustment): Promise<AdjustmentDraft> {
  const { scope, adjustmentId, by, outcome } = command;
  const draft = await readAdjustment(deps, { scope, adjustmentId });
  const decided = decidedDraft(draft, {
    name: { en: `adjustment ${adjustmentId}`, ja: `調整${adjustmentId}` },
    by,
    outcome,
    at: deps.now(),
  });
  if (decided === draft) return draft;
  if (await deps.stores.adjustments.advanceAdjustment(scope, draft, decided)) return decided;
  return await decideAdjustment(deps, command);
}

interface Decision {
  readonly name: Sentence;
  readonly by: string;
  readonly outcome: 'approved' | 'rejected';
  readonly at: number;
}

/** A draft with its decision; the draft itself when it is decided so already. Another decision is refused. */
export function decidedDraft<T>(draft: MoneyDraft<T>, { name, by, outcome, at }: Decision): MoneyDraft<T> {
  if (draft.status === outcome) return draft;
  if (draft.status !== 'draft') {
    throw new DomainError('adjustment.decided', {
      en: `${name.en} is ${draft.status} already, by ${draft.decidedBy}`,
      ja: `${name.ja}は${draft.decidedBy}が${draft.status === 'approved' ? '承認' : '却下'}済みです`,
    });
  }
  if (outcome === 'approved') requireSecondPerson({ name, draftedBy: draft.draftedBy }, by);
  return { ...draft, status: outcome, decidedBy: by, decidedAt: at };
}

function sameDraft(stored: AdjustmentDraft, content: AdjustmentContent, by: string): AdjustmentDraft {
  if (canonical(stored.content) === canonical(content) && stored.draftedBy === by) return stored;
  const of = (each: AdjustmentContent) =>
    new Map(Object.entries(each).map(([name, value]) => [name, canonical(value)]));
  const [kept, given] = [of(stored.content), of(content)];
  const other = [...given.keys()].filter((name) => kept.get(name) !== given.get(name));
  const names = other.join(', ').replace('amountMinor', 'amount');
  const difference =
    other.length === 0
      ? { en: `, got it from ${by}`, ja: `（今回の起案者: ${by}）` }
      : { en: ` with another ${names}`, ja: `（相違する項目: ${names}）` };
  const message = {
    en: `adjustment ${content.adjustmentId} was drafted by ${stored.draftedBy}${difference.en}`,
    ja: `調整${content.adjustmentId}は${stored.draftedBy}が起案済みです${difference.ja}`,
  };
  throw new DomainError('adjustment.conflict', message, { field: 'adjustmentId' });
}

async function enrolled({ stores }: Deps, scope: Scope, partnerId: string): Promise<void> {
  if ((await stores.partners.enrollment(scope, partnerId)) !== null) return;
  const message = {
    en: `partner "${partnerId}" is not enrolled in ${scope.programId}`,
    ja: `パートナー"${partnerId}"は${scope.programId}に参加していません`,
  };
  throw new DomainError('reference.unknown', message, { field: 'partnerId' });
}

async function knownReference(
  { stores }: Deps,
  scope: Scope,
  { conversionId, statementId, partnerId }: AdjustmentBody,
): Promise<AdjustmentReference | null> {
  if (conversionId !== undefined) {
    if ((await stores.conversions.conversion(scope, conversionId)) !== null)
      return { type: 'conversion', conversionId };
    throw new DomainError(
      'reference.unknown',
      { en: `there is no conversion "${conversionId}"`, ja: `コンバージョン"${conversionId}"は見つかりません` },
      { field: 'conversionId' },
    );
  }
  if (statementId === undefined) return null;
  const statement = await stores.statements.statement(scope.merchantId, statementId);
  if (statement?.partnerId === partnerId && statement.programId === scope.programId) {
    return { type: 'statement', statementId };
  }
  throw new DomainError(
    'reference.unknown',
    { en: `the partner has no statement "${statementId}"`, ja: `このパートナーに明細書"${statementId}"はありません` },
    { field: 'statementId' },
  );
}
