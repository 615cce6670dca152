import { layReversals } from '../../../domain/commission/lay-reversals.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { ReversalId } from '../../../domain/ids.ts';
import type { Currency } from '../../../domain/money/currency.ts';
import { sortedReversals } from '../../../domain/settlement/facts.ts';
import type { Reversal } from '../../../domain/tracking/reversal.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** A reversal as it was told. */
export interface ToldReversal extends Recorded<Reversal> {
  /** That of its conversion, or until this comes the one that it was told in. */
  readonly currency: Currency;
  readonly isWaiting: boolean;
  /** What of it its conversion cannot bear by all that is known; 0 while that has not come. */
  readonly excessMinor: bigint;
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
  const { conversions } = deps.stores;
  const { conversionId } = recorded.fact;
  const conversion = await conversions.conversion(scope, conversionId);
  if (conversion === null) {
    return { ...recorded, currency: recorded.fact.currency ?? program.currency, isWaiting: true, excessMinor: 0n };
  }
  const { excesses } = layReversals(
    conversion.fact,
    sortedReversals(await conversions.reversalsOf(scope, conversionId)),
  );
  const excess = excesses.find((own) => own.reversalId === reversalId);
  return { ...recorded, currency: conversion.fact.currency, isWaiting: false, excessMinor: excess?.excessMinor ?? 0n };
}
