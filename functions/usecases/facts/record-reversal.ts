import { DomainError } from '../../../domain/errors.ts';
import type { ReversalId } from '../../../domain/ids.ts';
import type { Sentence } from '../../../domain/said.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import { decideConversion } from './decide-conversion.ts';
import { accepted } from './put-fact.ts';

export interface RecordedReversal {
  readonly reversal: Reversal;
  /** Its conversion has not come yet. */
  readonly isWaiting: boolean;
}

/** Records a reversal, before or after its conversion: whichever comes second finds the other. */
export async function recordReversal(
  deps: Deps,
  command: { scope: Scope; reversal: Reversal },
): Promise<RecordedReversal> {
  const { scope, reversal } = command;
  const { conversions } = deps.stores;
  await programOf(deps, scope);
  refuseFuture(deps, reversal.occurredAt);
  const before = await conversions.conversion(scope, reversal.conversionId);
  if (before) refuseMismatch(before.fact, reversal);
  if (reversal.undoes !== undefined) await refuseUndoing(deps, scope, reversal, reversal.undoes);

  const put = await conversions.putReversal(scope, { fact: reversal, recordedAt: deps.now() });
  accepted(put, reversal, {
    name: { en: `reversal ${reversal.reversalId}`, ja: `取消${reversal.reversalId}` },
    code: 'reversal.conflict',
    currency: reversal.currency,
  });
  // Looked for once more after the write: of two that arrive together, one always sees the other.
  const after = before ?? (await conversions.conversion(scope, reversal.conversionId));
  if (after) await decideConversion(deps, scope, reversal.conversionId);
  return { reversal, isWaiting: after === null };
}

function refuseMismatch(conversion: Conversion, { currency, lineId }: Reversal): void {
  if (currency !== undefined && currency !== conversion.currency) {
    const message = {
      en: `must be ${conversion.currency}, the conversion's currency, got ${currency}`,
      ja: `コンバージョンの通貨${conversion.currency}で指定してください（入力値: ${currency}）`,
    };
    throw new DomainError('currency.mismatch', message, { field: 'amount.currency' });
  }
  if (lineId === null || conversion.lines.some((line) => line.lineId === lineId)) return;
  const message = {
    en: `conversion "${conversion.conversionId}" has no line "${lineId}"`,
    ja: `コンバージョン"${conversion.conversionId}"に明細"${lineId}"はありません`,
  };
  throw new DomainError('reference.unknown', message, { field: 'lineId' });
}

/** What is undone may come later; if it is here, it is a reversal of the same conversion that undoes nothing itself. */
async function refuseUndoing(deps: Deps, scope: Scope, { conversionId }: Reversal, undoes: ReversalId): Promise<void> {
  const undone = (await deps.stores.conversions.reversal(scope, undoes))?.fact;
  if (undone === undefined) return;
  const isOfOther = undone.conversionId !== conversionId;
  if (!isOfOther && undone.undoes === undefined) return;
  const reason = isOfOther
    ? {
        en: `reversal "${undoes}" is of conversion "${undone.conversionId}"`,
        ja: `取消"${undoes}"はコンバージョン"${undone.conversionId}"のものです`,
      }
    : undoneTwiceReason(undoes);
  throw new DomainError('reference.unknown', reason, { field: 'undoes' });
}

/** What is said of a reversal that undoes one that undoes another. */
export function undoneTwiceReason(undoes: ReversalId): Sentence {
  return {
    en: `reversal "${undoes}" undoes another; report what came after as a new one`,
    ja: `取消"${undoes}"は別の取消を元に戻すものです。その後の取消は新しい取消として送信してください。`,
  };
}
