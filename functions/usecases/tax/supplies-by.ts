import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { isRunEntry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { calendarOf, lastDayOf } from '../../../domain/settlement/calendar.ts';
import type { FixedSupply, SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import type { Movement } from '../../../domain/tax/fixed-supplies.ts';
import { fixedIn, fixedMovements, releaseOf } from '../../../domain/tax/fixed-supplies.ts';
import type { FixedOn, StandingSupplies } from '../../../domain/tax/standing-supplies.ts';
import { dividedAs, standingSupplies } from '../../../domain/tax/standing-supplies.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';

/** A document of a partner, made or about to be, with the bases on which its supplies are taxed by now. */
export type FixingDocument = Pick<StatementTax, 'periodId' | 'basis' | 'capped'>;

export interface SuppliedBy {
  readonly partnerId: PartnerId;
  readonly program: Program;
  /** The earlier documents, oldest first. */
  readonly earlier: readonly FixingDocument[];
  readonly current: FixingDocument & { readonly movements: readonly Movement[] };
  /** How a fee that was fixed by a day is taxed. */
  readonly taxedOn: (lastDay: string) => Promise<SupplyBasis>;
}

/** What a document fixed, and what it took back: each part on the basis on which it had been fixed. */
export interface Supplies {
  readonly fixedMinor: bigint;
  readonly takenBack: readonly FixedSupply[];
}

/** The supplies of every document by its period, the current one among them. */
export async function suppliesBy(
  deps: Deps,
  scope: Scope,
  { partnerId, program, earlier, current, taxedOn }: SuppliedBy,
): Promise<ReadonlyMap<PeriodId, Supplies>> {
  const read = earlier.map(async (document) => {
    const entries = await runEntriesOf(deps, scope, partnerId, document.periodId);
    return { ...document, movements: fixedMovements(entries, partnerId) };
  });
  const standing = standingSupplies();
  const supplies = new Map<PeriodId, Supplies>();
  for (const { movements, ...document } of [...(await Promise.all(read)), current]) {
    const takenBack = [...standing.takeBack(movements)];
    // An adjustment may name what the very same close has released.
    standing.fix(movements, document);
    for (const { amountMinor, adjusted } of movements) {
      if (adjusted === undefined) continue;
      const about = { partnerId, program, documents: [...earlier, current], taxedOn, standing, adjusted };
      takenBack.push(...dividedAs(amountMinor, await adjustedOn(deps, scope, about)));
    }
    supplies.set(document.periodId, { fixedMinor: fixedIn(movements), takenBack });
  }
  return supplies;
}

interface AdjustedSupply extends Omit<SuppliedBy, 'earlier' | 'current'> {
  readonly documents: readonly FixingDocument[];
  readonly standing: StandingSupplies;
  readonly adjusted: NonNullable<Movement['adjusted']>;
}

/** How the conversion was fixed, or the month of the statement, that an adjustment names, else of the month in which it takes effect. */
async function adjustedOn(deps: Deps, scope: Scope, about: AdjustedSupply): Promise<FixedOn> {
  const { partnerId, program, documents, taxedOn, standing } = about;
  const { adjustmentId, effectiveAt } = about.adjusted;
  const reference = (await deps.stores.adjustments.adjustment(scope, adjustmentId))?.content.reference ?? null;
  if (reference?.type === 'conversion') {
    const fixed = standing.fixedOn(releaseOf(reference.conversionId, partnerId));
    if (fixed !== null) return fixed;
  }
  const named =
    reference?.type === 'statement'
      ? await deps.stores.statements.statement(scope.merchantId, reference.statementId)
      : null;
  const periodId = named?.periodId ?? calendarOf(program.timezone).periodOf(effectiveAt).periodId;
  const meant = documents.find((document) => document.periodId === periodId);
  return meant ?? { basis: await taxedOn(lastDayOf(periodId)) };
}

/** What the run of a period posted for a partner. */
export async function runEntriesOf(
  { stores }: Deps,
  scope: Scope,
  partnerId: PartnerId,
  periodId: PeriodId,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of stores.ledger.entries(scope, partnerId, periodId)) {
    if (isRunEntry(entry)) entries.push(entry);
  }
  return entries;
}
