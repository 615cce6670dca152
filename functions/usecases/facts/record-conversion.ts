import { DomainError } from '../../../domain/errors.ts';
import type { Decision } from '../../../domain/settlement/decision.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { knownPartner, refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import { decideConversion } from './decide-conversion.ts';
import { accepted } from './put-fact.ts';

/** A recorded conversion and what can be said of its commission on arrival, in the program's currency. */
export interface RecordedConversion {
  readonly decision: Decision;
  readonly currency: string;
}

/**
 * Records a conversion. The fact is its own idempotency record: the same again finds it, and the answer is the same; other
 * content under its id is refused.
 */
export async function recordConversion(
  deps: Deps,
  command: { scope: Scope; conversion: Conversion },
): Promise<RecordedConversion> {
  const { scope, conversion } = command;
  const { conversionId, partnerId, currency } = conversion;
  const program = await programOf(deps, scope);
  refuseFuture(deps, conversion.occurredAt);
  await Promise.all([
    partnerId === null ? null : knownPartner(deps, { merchantId: scope.merchantId, partnerId, field: 'partnerId' }),
    refuseOtherCurrency(deps, scope, conversion),
  ]);

  const put = await deps.stores.conversions.putConversion(scope, { fact: conversion, recordedAt: deps.now() });
  const { recordedAt } = accepted(put, conversion, {
    name: `conversion ${conversionId}`,
    code: 'conversion.conflict',
    currency,
  });
  const decided =
    put.outcome === 'repeated' ? await deps.stores.conversions.decision(scope, recordedAt, conversionId) : null;
  const decision = decided ?? (await decideConversion(deps, scope, conversionId));
  return { decision, currency: program.currency };
}

/** Reversals that came first were counted in the currency that they named. */
async function refuseOtherCurrency(deps: Deps, scope: Scope, conversion: Conversion): Promise<void> {
  for (const reversal of await deps.stores.conversions.reversalsOf(scope, conversion.conversionId)) {
    if (reversal.currency === undefined || reversal.currency === conversion.currency) continue;
    const message = `reversal ${reversal.reversalId} of this conversion is in ${reversal.currency}, got ${conversion.currency}`;
    throw new DomainError('currency.mismatch', message, { field: 'currency' });
  }
}
