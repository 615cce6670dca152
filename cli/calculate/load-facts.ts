import type { ConversionId } from '../../domain/ids.ts';
import type { Decision } from '../../domain/settlement/decision.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import type { Recorded, Scope } from '../../functions/store/store.ts';
import type { Folder } from '../folder/folder.ts';
import type { Progress } from '../progress.ts';

const NOTED_EVERY = 10_000;

/**
 * Puts a folder into empty stores. Every fact counts as recorded when it happened, so that it belongs to its own month and the
 * same folder always gives the same books.
 */
export async function loadFacts(deps: Deps, scope: Scope, folder: Folder, progress: Progress): Promise<void> {
  const { stores } = deps;
  await loadTerms(deps, scope, folder);
  for (const click of folder.clicks) await stores.clicks.putClick(scope, recorded(click));
  for (const reversal of folder.reversals) await stores.conversions.putReversal(scope, recorded(reversal));
  const total = folder.conversions.length;
  for (const [index, conversion] of folder.conversions.entries()) {
    await stores.conversions.putConversion(scope, recorded(conversion));
    const { customerId, visitorId, occurredAt } = conversion;
    if (customerId !== null && visitorId !== null) {
      await stores.conversions.noteSeenTogether(scope, { customerId, visitorId, seenAt: occurredAt });
    }
    await stores.conversions.putDecision(scope, occurredAt, undecided(conversion.conversionId));
    if (index % NOTED_EVERY === 0) progress.note(`loading conversions, ${index} of ${total}`);
  }
}

async function loadTerms({ stores }: Deps, scope: Scope, folder: Folder): Promise<void> {
  const recordedAt = firstInstant(folder);
  await stores.programs.putProgram({ fact: folder.program, recordedAt });
  for (const fact of folder.partners) await stores.partners.putPartner(scope.merchantId, { fact, recordedAt });
  for (const fact of folder.plans) await stores.programs.putPlan(scope, { fact, recordedAt });
  for (const fact of folder.enrollments) await stores.partners.putEnrollment(scope, { fact, recordedAt });
  for (const fact of folder.coupons) await stores.partners.putCoupon(scope, { fact, recordedAt });
  for (const fact of folder.rates) await stores.programs.putRate(scope, { fact, recordedAt });
}

function recorded<T extends { readonly occurredAt: Instant }>(fact: T): Recorded<T> {
  return { fact, recordedAt: fact.occurredAt };
}

/**
 * The conversion's row in the index of its day, without a provisional decision: nobody is there to look at one, and the close
 * decides by itself.
 */
function undecided(conversionId: ConversionId): Decision {
  const attribution = { outcome: 'unattributed', reason: 'no-touchpoint', refused: [] } as const;
  return { conversionId, planVersion: null, holdUntil: null, attribution, waitsFor: null, lines: [] };
}

/** When the first conversion or reversal of a folder happened; a folder without any has none, and begins at the beginning. */
function firstInstant({ conversions, reversals }: Folder): Instant {
  let first = Number.MAX_SAFE_INTEGER;
  for (const { occurredAt } of conversions) first = Math.min(first, occurredAt);
  for (const { occurredAt } of reversals) first = Math.min(first, occurredAt);
  return first === Number.MAX_SAFE_INTEGER ? 0 : first;
}
