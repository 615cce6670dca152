import { DomainError } from '../../../domain/errors.ts';
import type { ParkedResult } from '../../../domain/payout/parked-result.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

export interface SettleParked {
  readonly scope: Scope;
  readonly parkedId: string;
  readonly by: string;
  /** What it was, in words. */
  readonly note: string;
}

/** Says what a parked result was; it moves no money, and the reconciliation lists it no more. Sentence again alike it changes nothing. */
export async function settleParked(deps: Deps, { scope, parkedId, by, note }: SettleParked): Promise<ParkedResult> {
  await programOf(deps, scope);
  const found = (await deps.stores.payouts.parked(scope)).find((each) => each.parkedId === parkedId);
  if (found === undefined) {
    const message = { en: `there is no parked result ${parkedId}`, ja: `保留中の結果${parkedId}は見つかりません` };
    throw new DomainError('parked.not-found', message);
  }
  const { settled } = found;
  if (settled !== null) {
    if (settled.by === by && settled.note === note) return found;
    throw new DomainError('parked.settled', {
      en: `${settled.by} has said of it: ${settled.note}`,
      ja: `${settled.by}が処理済みです（メモ: ${settled.note}）`,
    });
  }
  const next: ParkedResult = { ...found, settled: { at: deps.now(), by, note } };
  if (await deps.stores.payouts.advanceParked(scope, found, next)) return next;
  throw new DomainError('parked.settled', {
    en: `somebody else has said what ${parkedId} was in the meantime; look again`,
    ja: `${parkedId}はその間に他の人が処理しました。もう一度確認してください。`,
  });
}
