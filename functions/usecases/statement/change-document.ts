import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId, PartnerId } from '../../../domain/ids.ts';
import type { Payout } from '../../../domain/payout/payout.ts';
import type { Sentence } from '../../../domain/said.ts';
import { calendarOf } from '../../../domain/settlement/calendar.ts';
import type { DocumentCommand, DocumentFact, DocumentState } from '../../../domain/statement/confirmation.ts';
import { confirmByOf, decideDocument, documentState } from '../../../domain/statement/confirmation.ts';
import { reasonsAgainst } from '../../../domain/statement/named-lines.ts';
import { detailOf } from '../../contract/problem.ts';
import { Refusal } from '../../contract/refusal.ts';
import type { Deps } from '../../runtime/deps.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';
import { confirmDays } from './issue-document.ts';
import { readDocument } from './read-document.ts';

interface Asked {
  readonly merchantId: MerchantId;
  /** The partner who asks, or null for the merchant's own people. */
  readonly partnerId: PartnerId | null;
  readonly statementId: string;
}

/** What happened to a statement since its issue, and where it stands. Another partner's is answered as if there were none. */
export async function documentHistory(
  { stores }: Pick<Deps, 'stores'>,
  { merchantId, partnerId, statementId }: Asked,
): Promise<{ readonly state: DocumentState; readonly steps: readonly DocumentFact[] }> {
  const steps = await stores.documents.steps(merchantId, statementId);
  const state = documentState(steps);
  if (state === null || (partnerId !== null && state.issued.partnerId !== partnerId)) {
    throw new DomainError('statement.not-found', {
      en: `there is no statement ${statementId}`,
      ja: `明細書${statementId}は見つかりません`,
    });
  }
  return { state, steps };
}

/** What is paid of a statement, and how that stands; null before it is approved, and where the program pays elsewhere. */
export async function documentPayment(
  { stores }: Pick<Deps, 'stores'>,
  merchantId: MerchantId,
  { issued }: DocumentState,
): Promise<Payout | null> {
  const payout = await stores.payouts.payout({ merchantId, programId: issued.programId }, issued);
  return payout?.isPosted ? payout : null;
}

/** Confirms, disputes, or answers a dispute, once: what somebody else did in the meantime is not written over. */
export async function changeDocument(
  deps: Deps,
  { actor, command, ...asked }: Asked & { readonly actor: string | null; readonly command: DocumentCommand },
): Promise<DocumentState> {
  const { merchantId } = asked;
  const { state, steps } = await documentHistory(deps, asked);
  const program = await programOf(deps, { merchantId, programId: state.issued.programId });
  const at = deps.now();
  const step = decideDocument(state, command, {
    at,
    by: actor,
    confirmBy: confirmByOf(at, confirmDays(program)),
    on: calendarOf(program.timezone).dateOf(at),
  });
  if (step === null) return state;
  if (command.kind === 'correct') await checkAdjustments(deps, merchantId, state.issued, command.adjustments);
  if (command.kind === 'dispute') await checkLines(deps, asked, command.lines);
  if (!(await deps.stores.documents.appendStep(merchantId, step))) {
    throw new DomainError('document.superseded', {
      en: `${asked.statementId} was changed by somebody else; look again`,
      ja: `${asked.statementId}は他の人が変更しました。もう一度確認してください。`,
    });
  }
  return documentState([...steps, step]) ?? state;
}

/** What a correction names puts the statement right: approved adjustments of its partner, that can be read for ever. */
async function checkAdjustments(
  { stores }: Pick<Deps, 'stores'>,
  merchantId: MerchantId,
  { programId, partnerId }: DocumentState['issued'],
  adjustmentIds: readonly string[],
): Promise<void> {
  const scope = { merchantId, programId };
  const reasons = await mapLimited([...adjustmentIds.entries()], WORK_AT_ONCE, async ([at, adjustmentId]) => {
    const first = adjustmentIds.indexOf(adjustmentId);
    if (first < at)
      return {
        en: `"${adjustmentId}" is also adjustments[${first}]; name it once`,
        ja: `"${adjustmentId}"はadjustments[${first}]と重複しています。1回だけ指定してください。`,
      };
    const draft = await stores.adjustments.adjustment(scope, adjustmentId);
    if (draft?.content.partnerId !== partnerId)
      return {
        en: `${partnerId} has no adjustment "${adjustmentId}"`,
        ja: `${partnerId}に調整"${adjustmentId}"はありません`,
      };
    if (draft.status === 'approved') return null;
    return {
      en: `must be approved first, "${adjustmentId}" is ${draft.status}`,
      ja: `承認済みの調整を指定してください。"${adjustmentId}"は${draft.status === 'draft' ? '承認待ち' : '却下済み'}です。`,
    };
  });
  refuseNamed('adjustments', reasons);
}

/** What a dispute names stands on the statement that it disputes. */
async function checkLines(deps: Deps, asked: Asked, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  refuseNamed('lines', reasonsAgainst(ids, await readDocument(deps, { ...asked, version: null })));
}

/** Refuses what a list names wrongly, each by its place. */
function refuseNamed(list: 'adjustments' | 'lines', reasons: readonly (Sentence | null)[]): void {
  const errors = reasons.flatMap((reason, at) => (reason === null ? [] : [{ field: `${list}[${at}]`, reason }]));
  if (errors.length > 0) throw new Refusal('reference.unknown', detailOf(errors), errors);
}
