import { DomainError } from '../../domain/errors.ts';
import type { PeriodId } from '../../domain/ids.ts';
import { movementsOf } from '../../domain/ledger/balances.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { checkBooks } from '../../domain/ledger/invariants.ts';
import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import { statementIdOf } from '../../domain/statement/statement.ts';
import type { Deps } from '../runtime/deps.ts';
import type { RunPartner, Scope } from '../store/store.ts';
import { programOf } from './load-terms.ts';
import { mapLimited } from './map-limited.ts';
import { advance, recordIn, runKeyOf } from './settlement-record.ts';

const PARTNERS_AT_ONCE = 16;

/**
 * Closes an approved period: checks that the ledger holds what the run says, to the last unit, and issues the statements. One
 * entry missing or too many stops it, named, and nothing is issued.
 */
export async function closePeriod(
  deps: Deps,
  { scope, periodId }: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<SettlementRecord> {
  const record = await recordIn(deps, scope, periodId, ['approved', 'closed']);
  if (record.status === 'closed') return record;
  const run = runKeyOf(record);
  const partners = await deps.stores.runs.partners(scope, run);
  const faults = (
    await mapLimited(partners, PARTNERS_AT_ONCE, (partner) => faultsOf(deps, scope, periodId, partner))
  ).flat();
  if (faults.length > 0) {
    throw new DomainError('close.invariant-broken', `the books of ${periodId} do not agree: ${faults.join('; ')}`);
  }
  const { currency } = await programOf(deps, scope);
  const issuedAt = record.approvedAt ?? deps.now();
  await mapLimited(partners, PARTNERS_AT_ONCE, ({ partnerId, payableMinor, payoutMinor }) =>
    deps.stores.statements.putStatement(scope.merchantId, {
      statementId: statementIdOf(scope.programId, periodId, partnerId),
      programId: scope.programId,
      partnerId,
      periodId,
      runId: run.runId,
      currency,
      payableMinor,
      payoutMinor,
      issuedAt,
    }),
  );
  return advance(deps, scope, record, { ...record, status: 'closed', closedAt: deps.now() });
}

async function faultsOf(deps: Deps, scope: Scope, periodId: PeriodId, partner: RunPartner): Promise<readonly string[]> {
  const entries: Entry[] = [];
  for await (const entry of deps.stores.ledger.entries(scope, partner.partnerId, periodId)) entries.push(entry);
  return checkBooks(partner, movementsOf(entries));
}
