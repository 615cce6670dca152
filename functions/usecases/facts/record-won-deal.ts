import type { PartnerId } from '../../../domain/ids.ts';
import type { Conversion } from '../../../domain/tracking/conversion.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import type { RecordedConversion } from './record-conversion.ts';
import { recordConversion } from './record-conversion.ts';

/** A conversion of kind `deal` under the deal's id; it names the partner that won it. */
export type WonDeal = Conversion & { readonly kind: 'deal'; readonly partnerId: PartnerId };

/** Records a won deal: attribution is skipped, since the deal says whose it is. */
export async function recordWonDeal(deps: Deps, command: { scope: Scope; deal: WonDeal }): Promise<RecordedConversion> {
  return recordConversion(deps, { scope: command.scope, conversion: command.deal });
}
