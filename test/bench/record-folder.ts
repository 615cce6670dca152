import type { Folder } from '../../cli/folder/folder.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';

/** Puts a folder into stores as ingest leaves it: every fact recorded when it happened, every conversion in the index of its day. */
export async function recordFolder(stores: Stores, folder: Folder): Promise<Scope> {
  const { program, plans, partners, enrollments, clicks, conversions, reversals } = folder;
  const { merchantId, programId } = program;
  const scope = { merchantId, programId };
  const [{ joinedAt: since } = { joinedAt: 0 }] = enrollments;
  await stores.programs.putProgram({ fact: program, recordedAt: since });
  for (const fact of plans) await stores.programs.putPlan(scope, { fact, recordedAt: since });
  for (const fact of partners) await stores.partners.putPartner(merchantId, { fact, recordedAt: since });
  for (const { partnerId, joinedAt, endedAt, terms } of enrollments) {
    const fact = { partnerId, joinedAt, endedAt, terms };
    await stores.partners.putEnrollment(scope, { fact, recordedAt: joinedAt });
  }
  for (const fact of clicks) await stores.clicks.putClick(scope, { fact, recordedAt: fact.occurredAt });
  for (const fact of conversions) {
    const { conversionId, customerId, visitorId, occurredAt } = fact;
    await stores.conversions.putConversion(scope, { fact, recordedAt: occurredAt });
    if (customerId !== null && visitorId !== null) {
      await stores.conversions.noteSeenTogether(scope, { customerId, visitorId, seenAt: occurredAt });
    }
    await stores.conversions.advanceDecision(scope, occurredAt, null, {
      conversionId,
      revision: 1,
      planVersion: 1,
      holdUntil: occurredAt,
      attribution: { outcome: 'unattributed', reason: 'no-touchpoint', refused: [] },
      waitsFor: null,
      lines: [],
    });
  }
  for (const fact of reversals) await stores.conversions.putReversal(scope, { fact, recordedAt: fact.occurredAt });
  return scope;
}
