import { DomainError } from '../../../domain/errors.ts';
import type { ReversalId } from '../../../domain/ids.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** A reversal as it was told. */
export interface ToldReversal extends Recorded<Reversal> {
  /** That of its conversion, or until this comes the one that it was told in. */
  readonly currency: Currency;
  readonly isWaiting: boolean;
}

export async function readReversal(
  deps: Deps,
  { scope, reversalId }: { readonly scope: Scope; readonly reversalId: ReversalId },
): Promise<ToldReversal> {
  const program = await programOf(deps, scope);
  const recorded = await deps.stores.conversions.reversal(scope, reversalId);
  if (recorded === null)
    throw new DomainError('reversal.not-found', {
      en: `there is no reversal ${reversalId}`,
      ja: `取消${reversalId}は見つかりません`,
    });
  const conversion = await deps.stores.conversions.conversion(scope, recorded.fact.conversionId);
  const currency = conversion?.fact.currency ?? recorded.fact.currency ?? program.currency;
  return { ...recorded, currency, isWaiting: conversion === null };
}
