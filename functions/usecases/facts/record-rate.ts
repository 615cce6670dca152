import type { DailyRate } from '../../../domain/money/exchange.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';
import { accepted } from './put-fact.ts';

/** Records what one unit of a currency was worth on a day. */
export async function recordRate(deps: Deps, command: { scope: Scope; rate: DailyRate }): Promise<DailyRate> {
  const { scope, rate } = command;
  await programOf(deps, scope);
  const put = await deps.stores.programs.putRate(scope, { fact: rate, recordedAt: deps.now() });
  const name = {
    en: `the rate ${rate.from} to ${rate.to} of ${rate.date}`,
    ja: `${rate.date}の為替レート（${rate.from}→${rate.to}）`,
  };
  return accepted(put, rate, { name, code: 'rate.conflict' }).fact;
}
