import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Decision } from '../../../domain/settlement/decision.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { knownPartner, refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import { decideConversion } from './decide-conversion.ts';
import type { FactName } from './put-fact.ts';
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
  const { conversionId } = conversion;
  const program = await programOf(deps, scope);
  await requireSound(deps, command);
  const put = await deps.stores.conversions.putConversion(scope, { fact: conversion, recordedAt: deps.now() });
  const { recordedAt } = accepted(put, conversion, factName(conversion));
  const decided =
    put.outcome === 'repeated' ? await deps.stores.conversions.decision(scope, recordedAt, conversionId) : null;
  const decision = decided ?? (await decideConversion(deps, scope, conversionId));
  return { decision, currency: program.currency };
}

/** The same for what is recorded by a decision that may be said again: a conversion that is there is read, and nothing is written. */
export async function recordOnce(
  deps: Deps,
  command: { readonly scope: Scope; readonly conversion: Conversion },
): Promise<RecordedConversion> {
  const { scope, conversion } = command;
  const { conversionId } = conversion;
  const stored = await deps.stores.conversions.conversion(scope, conversionId);
  const decision = stored && (await deps.stores.conversions.decision(scope, stored.recordedAt, conversionId));
  if (stored === null || decision === null) return await recordConversion(deps, command);
  sameAs(stored, conversion);
  return { decision, currency: (await programOf(deps, scope)).currency };
}

/** Refuses whatever `recordConversion` would refuse and writes nothing: for whoever writes down a decision before its conversion. */
export async function requireRecordable(
  deps: Deps,
  command: { readonly scope: Scope; readonly conversion: Conversion },
): Promise<void> {
  const { scope, conversion } = command;
  await requireSound(deps, command);
  const stored = await deps.stores.conversions.conversion(scope, conversion.conversionId);
  if (stored !== null) sameAs(stored, conversion);
}

/** Refuses a conversion whose id is taken by another. */
function sameAs(stored: Recorded<Conversion>, conversion: Conversion): void {
  const outcome = canonical(stored.fact) === canonical(conversion) ? 'repeated' : 'conflict';
  accepted({ outcome, stored }, conversion, factName(conversion));
}

async function requireSound(
  deps: Deps,
  { scope, conversion }: { readonly scope: Scope; readonly conversion: Conversion },
): Promise<void> {
  const { merchantId } = scope;
  const { partnerId } = conversion;
  refuseFuture(deps, conversion.occurredAt);
  await Promise.all([
    partnerId === null ? null : knownPartner(deps, { merchantId, partnerId, field: 'partnerId' }),
    refuseOtherCurrency(deps, scope, conversion),
  ]);
}

function factName({ conversionId, currency }: Conversion): FactName {
  return {
    name: { en: `conversion ${conversionId}`, ja: `コンバージョン${conversionId}` },
    code: 'conversion.conflict',
    currency,
  };
}

/** Reversals that came first were counted in the currency that they named. */
async function refuseOtherCurrency(deps: Deps, scope: Scope, conversion: Conversion): Promise<void> {
  for (const reversal of await deps.stores.conversions.reversalsOf(scope, conversion.conversionId)) {
    if (reversal.currency === undefined || reversal.currency === conversion.currency) continue;
    const message = {
      en: `reversal ${reversal.reversalId} of this conversion is in ${reversal.currency}, got ${conversion.currency}`,
      ja: `このコンバージョンの取消${reversal.reversalId}の通貨は${reversal.currency}です（入力値: ${conversion.currency}）`,
    };
    throw new DomainError('currency.mismatch', message, { field: 'currency' });
  }
}
