import { DomainError } from '../../../domain/errors.ts';
import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RateKey } from '../../store/program-store.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** The exchange rate that was recorded for a day. */
export async function readRate(deps: Deps, scope: Scope, of: RateKey): Promise<DailyRate> {
  await programOf(deps, scope);
  const rate = await deps.stores.programs.rate(scope, of);
  if (rate !== null) return rate;
  throw new DomainError('rate.not-found', {
    en: `no rate ${of.from} to ${of.to} was recorded for ${of.date}`,
    ja: `${of.date}の為替レート（${of.from}→${of.to}）は登録されていません`,
  });
}
