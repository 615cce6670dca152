import { DomainError } from '../../domain/errors.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import type { Deps } from '../runtime/deps.ts';
import type { Scope } from '../store/store.ts';
import { decideConversion } from './decide-conversion.ts';
import { refuseFuture } from './known.ts';
import { programOf } from './load-terms.ts';
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

  const put = await conversions.putReversal(scope, { fact: reversal, recordedAt: deps.now() });
  accepted(put, reversal, {
    name: `reversal ${reversal.reversalId}`,
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
    const message = `must be ${conversion.currency}, the conversion's currency, got ${currency}`;
    throw new DomainError('currency.mismatch', message, { field: 'amount.currency' });
  }
  if (lineId === null || conversion.lines.some((line) => line.lineId === lineId)) return;
  const message = `conversion "${conversion.conversionId}" has no line "${lineId}"`;
  throw new DomainError('reference.unknown', message, { field: 'lineId' });
}
