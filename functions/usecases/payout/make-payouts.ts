import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import type { Deps } from '../../runtime/deps.ts';
import { programOf } from '../terms/load-terms.ts';
import type { PreparePayouts } from './prepare-payouts.ts';
import { preparePayouts } from './prepare-payouts.ts';
import { runPayouts } from './run-payouts.ts';

/** The payouts of a closed period: drafted where the program says when it pays, otherwise put on their way elsewhere. */
export async function makePayouts(deps: Deps, command: PreparePayouts): Promise<SettlementRecord> {
  const { settlement } = await programOf(deps, command.scope);
  return settlement.payout === undefined ? await runPayouts(deps, command) : await preparePayouts(deps, command);
}
