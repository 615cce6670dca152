import type { ConversionId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { decideConversion } from './decide-conversion.ts';

/** What there was to heal: `waiting` when the conversion has not come yet. */
export type Healed = 'waiting' | 'was-decided' | 'decided';

interface HealCommand {
  readonly scope: Scope;
  readonly conversionId: ConversionId;
  /** Something came after the decision, so an old one is not good enough. */
  readonly isOutdated: boolean;
}

/**
 * Mends what a crash between a fact and its decision left out. A conversion that is decided already costs two reads and no
 * write, so that looking after every one of them stays cheap.
 */
export async function healDecision(
  deps: Pick<Deps, 'stores'>,
  { scope, conversionId, isOutdated }: HealCommand,
): Promise<Healed> {
  const { conversions } = deps.stores;
  const recorded = await conversions.conversion(scope, conversionId);
  if (recorded === null) return 'waiting';
  const decision = isOutdated ? null : await conversions.decision(scope, recorded.recordedAt, conversionId);
  if (decision !== null) return 'was-decided';
  await decideConversion(deps, scope, conversionId);
  return 'decided';
}
