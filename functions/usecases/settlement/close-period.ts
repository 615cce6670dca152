import { DomainError } from '../../../domain/errors.ts';
import type { EntryId, PartnerId, PeriodId } from '../../../domain/ids.ts';
import { movementsOf } from '../../../domain/ledger/balances.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { isRunEntry } from '../../../domain/ledger/entry.ts';
import { checkBooks, checkEntry } from '../../../domain/ledger/invariants.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import { suppliedIn } from '../../../domain/tax/fixed-supplies.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunKey, RunPartner, Scope } from '../../store/store.ts';
import { signPeriod } from '../integrity/sign-period.ts';
import { mapLimited } from '../map-limited.ts';
import { issueDocument } from '../statement/issue-document.ts';
import { taxerOf } from '../tax/tax-at-close.ts';
import { programOf } from '../terms/load-terms.ts';
import { advance, recordIn, runKeyOf } from './settlement-record.ts';

const PARTNERS_AT_ONCE = 16;
const FAULTS_SHOWN_MAX = 20;

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
  const counts = await countEntries(deps, scope, run);
  const checked = await mapLimited(partners, PARTNERS_AT_ONCE, async (partner): Promise<Checked> => {
    const entries = await postedFor(deps, scope, periodId, partner.partnerId);
    const faults = faultsOf(partner, entries, counts.get(partner.partnerId) ?? 0);
    return { partner, faults, suppliedMinor: suppliedIn(entries, partner.partnerId) };
  });
  const wrong = checked.filter(({ faults }) => faults.length > 0);
  if (wrong.length > 0) {
    const named = [...wrong.flatMap(({ faults }) => faults), ...(await strayEntries(deps, scope, run, wrong))];
    const more = named.length > FAULTS_SHOWN_MAX ? `; and ${named.length - FAULTS_SHOWN_MAX} more` : '';
    const message = `the books of ${periodId} do not agree: ${named.slice(0, FAULTS_SHOWN_MAX).join('; ')}${more}`;
    throw new DomainError('close.invariant-broken', message);
  }
  const program = await programOf(deps, scope);
  const issuedAt = record.approvedAt ?? deps.now();
  const taxed = await taxerOf(deps, { scope, program, run, issuedAt });
  await mapLimited(checked, PARTNERS_AT_ONCE, async ({ partner, suppliedMinor }) => {
    const { partnerId, payableMinor, payoutMinor } = partner;
    // The tax stands before the statement that it belongs to can be seen.
    const tax = taxed === null ? null : await taxed(partner);
    const header = {
      statementId: statementIdOf(scope.programId, periodId, partnerId),
      programId: scope.programId,
      partnerId,
      periodId,
      runId: run.runId,
      currency: program.currency,
      payableMinor,
      payoutMinor,
      issuedAt,
    };
    await deps.stores.statements.putStatement(scope.merchantId, header);
    await issueDocument(deps, { program, header, suppliedMinor, tax, hasTaxSettings: taxed !== null });
  });
  await signPeriod(deps, { scope, record });
  return advance(deps, scope, record, { ...record, status: 'closed', closedAt: deps.now() });
}

interface Checked {
  readonly partner: RunPartner;
  readonly faults: readonly string[];
  readonly suppliedMinor: bigint;
}

/** How many entries the run has for each partner: two that are missing may cancel each other in the balances. */
async function countEntries({ stores }: Deps, scope: Scope, run: RunKey): Promise<ReadonlyMap<PartnerId, number>> {
  const counts = new Map<PartnerId, number>();
  for await (const { partnerId } of stores.runs.entries(scope, run)) {
    counts.set(partnerId, (counts.get(partnerId) ?? 0) + 1);
  }
  return counts;
}

function faultsOf(partner: RunPartner, entries: readonly Entry[], wanted: number): readonly string[] {
  const faults = [...entries.flatMap(checkEntry), ...checkBooks(partner, movementsOf(entries))];
  if (entries.length !== wanted) {
    faults.push(`${partner.partnerId} has ${entries.length} entries in the ledger, ${wanted} in the run`);
  }
  return faults;
}

/** The entries of partners whose books are wrong, held against the run's by name. */
async function strayEntries(
  deps: Deps,
  scope: Scope,
  run: RunKey,
  wrong: readonly Checked[],
): Promise<readonly string[]> {
  const missing = new Set<EntryId>();
  const partnerIds = new Set(wrong.map(({ partner }) => partner.partnerId));
  for await (const { entryId, partnerId } of deps.stores.runs.entries(scope, run)) {
    if (partnerIds.has(partnerId)) missing.add(entryId);
  }
  const strays: string[] = [];
  for (const partnerId of partnerIds) {
    for (const { entryId } of await postedFor(deps, scope, run.periodId, partnerId)) {
      if (!missing.delete(entryId)) strays.push(`${entryId} is in no run`);
    }
  }
  return [...[...missing].map((entryId) => `${entryId} is missing`), ...strays];
}

/** What the run posted for a partner: what later steps post is not among it. */
async function postedFor({ stores }: Deps, scope: Scope, periodId: PeriodId, partnerId: PartnerId): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of stores.ledger.entries(scope, partnerId, periodId)) {
    if (isRunEntry(entry)) entries.push(entry);
  }
  return entries;
}
