import { DomainError } from '../../../domain/errors.ts';
import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import { checkBookedOn } from '../../../domain/ledger/booking-invariants.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { bookedAfter } from '../../../domain/settlement/calendar.ts';
import type { Carry } from '../../../domain/settlement/carry.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Difference } from '../../../domain/settlement/difference.ts';
import type { Manifest } from '../../../domain/settlement/manifest.ts';
import { unsealed } from '../../../domain/settlement/manifest.ts';
import { compared, comparedCarries, comparedEntries, manifestDifferences } from '../../../domain/settlement/replay.ts';
import type { SettlementRecord } from '../../../domain/settlement/settlement.ts';
import { payoutEntry } from '../../../domain/settlement/settlement-entries.ts';
import { summaryOf } from '../../../domain/settlement/summary.ts';
import type { ProgramTerms } from '../../../domain/settlement/terms.ts';
import { ENGINE_VERSION } from '../../../domain/settlement/terms.ts';
import { statementIdOf, statementsOf } from '../../../domain/statement/statement.ts';
import { taxEntry } from '../../../domain/tax/tax-entry.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunKey } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import { recordIn, runIdOf, runKeyOf } from '../settlement/settlement-record.ts';
import { taxBooking } from '../tax/tax-at-close.ts';
import { programOf } from '../terms/load-terms.ts';
import { batchEntries } from './batch-entries.ts';
import { changedFacts } from './changed-facts.ts';

/** A closed period computed again from its manifests: how much was looked at, and everything that is not as it was closed. */
export interface Replay {
  readonly periodId: PeriodId;
  readonly engine: string;
  /** Periods computed, from the first of the program on. */
  readonly periods: number;
  readonly facts: number;
  readonly lines: number;
  readonly entries: number;
  readonly statements: number;
  readonly differenceCount: number;
  /** The first of them, at most `DIFFERENCES_MAX`. */
  readonly differences: readonly Difference[];
}

const DIFFERENCES_MAX = 1000;

/**
 * Computes a closed period again from the chain of its manifests, and holds everything stored against it: the manifests by
 * their hashes, the facts, run, entries, ledger, statements and what it left to the next. Reads only.
 */
export async function replayPeriod(
  deps: Deps,
  { scope, periodId }: { readonly scope: Scope; readonly periodId: PeriodId },
): Promise<Replay> {
  await programOf(deps, scope);
  const record = await recordIn(deps, scope, periodId, ['closed']);
  const chain = await chainTo(deps, scope, record);
  const found = collected();
  let carry: Carry = EMPTY_CARRY;
  let last: Recomputed | null = null;
  let runId: string | null = null;
  for (const [index, link] of chain.entries()) {
    const manifest = await manifestOf(deps, scope, link);
    if (manifest === null) {
      found.add({ where: 'manifest', name: link.periodId, field: '', stored: null, computed: link.manifestHash });
      return reportOf(periodId, { periods: index, last, found });
    }
    const previousHash = chain[index - 1]?.manifestHash ?? null;
    found.addAll(manifestDifferences(manifest, { hash: link.manifestHash, previousHash }, deps.sha256));
    const recomputed = recompute(link.periodId, manifest, carry, found);
    if (recomputed === null) return reportOf(periodId, { periods: index, last, found });
    runId = runIdOf(deps, link.manifestHash, runId);
    if (runId !== link.runId) {
      found.add({ where: 'run', name: link.periodId, field: 'runId', stored: link.runId, computed: runId });
    }
    found.addAll(
      comparedCarries(link.periodId, await deps.stores.runs.carry(scope, runKeyOf(link)), recomputed.result.carry),
    );
    carry = recomputed.result.carry;
    last = recomputed;
  }
  if (last !== null) {
    await compareFacts(deps, scope, last.manifest, found);
    await compareRun(deps, scope, record, last, found);
    await compareLedger(deps, scope, record, last, found);
    await compareStatements(deps, scope, record, last, found);
  }
  return reportOf(periodId, { periods: chain.length, last, found });
}

interface Recomputed {
  readonly manifest: Manifest;
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
}

interface Collected {
  readonly add: (difference: Difference) => void;
  readonly addAll: (differences: Iterable<Difference>) => void;
  readonly first: readonly Difference[];
  readonly count: () => number;
}

/** All differences are counted and the first are kept: a change of one fact may move every line after it. */
function collected(): Collected {
  const first: Difference[] = [];
  let count = 0;
  const add = (difference: Difference): void => {
    if (first.length < DIFFERENCES_MAX) first.push(difference);
    count += 1;
  };
  return {
    add,
    addAll: (differences) => {
      for (const difference of differences) add(difference);
    },
    first,
    count: () => count,
  };
}

function reportOf(
  periodId: PeriodId,
  { periods, last, found }: { readonly periods: number; readonly last: Recomputed | null; readonly found: Collected },
): Replay {
  return {
    periodId,
    engine: ENGINE_VERSION,
    periods,
    facts: last?.manifest.rows.length ?? 0,
    lines: last?.result.lines.length ?? 0,
    entries: last?.result.entries.length ?? 0,
    statements: last?.result.partners.length ?? 0,
    differenceCount: found.count(),
    differences: found.first,
  };
}

/** The records from the first period of the program to this one. */
async function chainTo({ stores }: Deps, scope: Scope, record: SettlementRecord): Promise<readonly SettlementRecord[]> {
  const chain = [record];
  let { previousPeriodId } = record;
  while (previousPeriodId !== null) {
    const previous = await stores.settlements.settlement(scope, previousPeriodId);
    if (previous === null) break;
    chain.unshift(previous);
    ({ previousPeriodId } = previous);
  }
  return chain;
}

function manifestOf({ stores }: Deps, scope: Scope, { periodId, manifestHash }: SettlementRecord) {
  return manifestHash === null ? Promise.resolve(null) : stores.runs.manifest(scope, periodId, manifestHash);
}

/** Null when the facts, changed as they are, can no longer be computed; that is a difference too. */
function recompute(periodId: PeriodId, manifest: Manifest, carry: Carry, found: Collected): Recomputed | null {
  try {
    const { facts, terms } = unsealed(manifest);
    return { manifest, terms, result: closePeriod(terms.calendar.period(periodId), facts, carry, terms) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    found.add({ where: 'run', name: periodId, field: '', stored: 'computed', computed: error.message });
    return null;
  }
}

async function compareFacts({ stores }: Deps, scope: Scope, { rows }: Manifest, found: Collected): Promise<void> {
  for await (const difference of changedFacts(stores, scope, rows)) found.add(difference);
}

async function compareRun(
  { stores }: Deps,
  scope: Scope,
  record: SettlementRecord,
  { result, terms }: Recomputed,
  found: Collected,
): Promise<void> {
  const run = runKeyOf(record);
  const summary = summaryOf(result, terms);
  found.addAll(compared('summary', record.periodId, await stores.runs.summary(scope, run), summary));
  const entries: Entry[] = [];
  for await (const entry of stores.runs.entries(scope, run)) entries.push(entry);
  found.addAll(comparedEntries('entry', entries, result.entries));
}

/** The ledger has the run's entries, those of the tax of its statements, once the payouts are made theirs, and no other. */
async function compareLedger(
  { stores }: Deps,
  scope: Scope,
  record: SettlementRecord,
  { result, terms }: Recomputed,
  found: Collected,
): Promise<void> {
  const { period, entries, partners } = result;
  const wanted = new Map<PartnerId, Entry[]>();
  const want = (entry: Entry): void => {
    const own = wanted.get(entry.partnerId);
    if (own) own.push(entry);
    else wanted.set(entry.partnerId, [entry]);
  };
  for (const entry of entries) want(entry);
  const bookedOn = bookedAfter(period.periodId, record.closedAt ?? period.end, terms.calendar);
  const isByBatches = terms.program.settlement.payout !== undefined;
  for (const { partnerId, payoutMinor } of record.payoutRunAt === null || isByBatches ? [] : partners) {
    const statementId = statementIdOf(scope.programId, period.periodId, partnerId);
    const entry = payoutEntry({ partnerId, payoutMinor, statementId, bookedOn }, period, terms);
    if (entry !== null) want(entry);
  }
  for (const { partnerId, payoutMinor } of partners) {
    const tax = await stores.taxes.statementTax(scope.merchantId, { ...scope, partnerId, periodId: period.periodId });
    const issued = taxBooking(terms.program, period.periodId, record.approvedAt ?? period.end);
    const taxed = tax === null ? null : taxEntry(tax, { merchantId: scope.merchantId, ...issued });
    if (taxed !== null) want(taxed);
    const posted: Entry[] = [];
    for await (const entry of stores.ledger.entries(scope, partnerId, period.periodId)) posted.push(entry);
    for (const fault of posted.flatMap(checkBookedOn)) {
      found.add({ where: 'ledger', name: period.periodId, field: 'bookedOn', stored: fault, computed: null });
    }
    if (isByBatches) {
      const payout = await stores.payouts.payout(scope, { periodId: period.periodId, partnerId });
      for (const entry of batchEntries({ program: terms.program, payout, payoutMinor, posted })) want(entry);
    }
    found.addAll(comparedEntries('ledger', posted, wanted.get(partnerId) ?? []));
  }
}

async function compareStatements(
  { stores }: Deps,
  scope: Scope,
  record: SettlementRecord,
  { result, terms }: Recomputed,
  found: Collected,
): Promise<void> {
  const run: RunKey = runKeyOf(record);
  const heads = new Map((await stores.runs.partners(scope, run)).map((partner) => [partner.partnerId, partner]));
  const results = new Map(result.partners.map((partner) => [partner.partnerId, partner]));
  for (const statement of statementsOf(result, terms)) {
    const partnerId = statement.partner.id;
    const text = await stores.runs.statement(scope, run, partnerId);
    const { statementId } = statement;
    if (text !== JSON.stringify(statement)) {
      found.addAll(compared('statement', statementId, text === null ? null : JSON.parse(text), statement));
    }
    const header = await stores.statements.statement(scope.merchantId, statementId);
    const partner = results.get(partnerId);
    if (partner === undefined) continue;
    const { payableMinor, payoutMinor } = partner;
    const issued = header && {
      payableMinor: header.payableMinor,
      payoutMinor: header.payoutMinor,
      runId: header.runId,
    };
    found.addAll(compared('statement', statementId, issued, { payableMinor, payoutMinor, runId: run.runId }));
    const head = heads.get(partnerId);
    const paid = head && { payableMinor: head.payableMinor, payoutMinor: head.payoutMinor, heldMinor: head.heldMinor };
    found.addAll(
      compared('run', `${record.periodId} ${partnerId}`, paid ?? null, {
        payableMinor,
        payoutMinor,
        heldMinor: partner.heldMinor,
      }),
    );
  }
}
