import type { Program } from '../../domain/partner/program.ts';
import { calendarOf } from '../../domain/settlement/calendar.ts';
import { CONFIRM_DAYS, confirmByOf } from '../../domain/statement/confirmation.ts';
import type { Deps } from '../runtime/deps.ts';
import type { StatementHeader } from '../store/store.ts';

/** Issues the first version of a partner's document. What was issued before stays, so it is safe to repeat. */
export async function issueDocument(
  { stores }: Deps,
  { program, header, suppliedMinor }: { program: Program; header: StatementHeader; suppliedMinor: bigint },
): Promise<void> {
  const { statementId, programId, partnerId, periodId, currency, issuedAt, payoutMinor } = header;
  await stores.documents.appendStep(program.merchantId, {
    ...{ statementId, programId, partnerId, periodId, currency },
    kind: 'issued',
    sequence: 1,
    version: 1,
    at: issuedAt,
    by: null,
    confirmBy: confirmByOf(issuedAt, confirmDays(program)),
    issuedOn: calendarOf(program.timezone).dateOf(issuedAt),
    totalMinor: suppliedMinor,
    transferMinor: payoutMinor,
    correction: null,
  });
}

export function confirmDays({ confirmation }: Program): number {
  return confirmation?.days ?? CONFIRM_DAYS;
}
