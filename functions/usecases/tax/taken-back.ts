import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import { isRunEntry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { calendarOf, lastDayOf } from '../../../domain/settlement/calendar.ts';
import type { FixedSupply, SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import type { EarlierSupply, Movement } from '../../../domain/tax/fixed-supplies.ts';
import { fixedIn, fixedMovements, releaseOf, takenBackOn } from '../../../domain/tax/fixed-supplies.ts';
import type { StatementTax } from '../../../domain/tax/statement-tax.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';

export interface TakenBack {
  readonly partnerId: PartnerId;
  readonly program: Program;
  readonly movements: readonly Movement[];
  /** The earlier documents of the partner, oldest first. */
  readonly own: readonly StatementTax[];
  /** How a fee that was fixed by a day is taxed. */
  readonly taxedOn: (lastDay: string) => Promise<SupplyBasis>;
}

/** What went back to the expense, each part on the basis on which an earlier document fixed it. */
export async function takenBackIn(deps: Deps, scope: Scope, taken: TakenBack): Promise<readonly FixedSupply[]> {
  const { partnerId, movements } = taken;
  const back = movements.filter(({ amountMinor }) => amountMinor < 0n);
  if (back.length === 0) return [];
  const latestFirst = await Promise.all(
    [...taken.own].reverse().map(async (document) => {
      const entries = await runEntriesOf(deps, scope, partnerId, document.periodId);
      return { document, entries: new Map(entries.map((entry) => [entry.entryId, entry])) };
    }),
  );
  const earlierOf = (origin: string): readonly EarlierSupply[] =>
    latestFirst.flatMap(({ document, entries }): EarlierSupply[] => {
      const entry = entries.get(`${document.periodId}/${origin}`);
      const fixedMinor = entry === undefined ? 0n : fixedIn(fixedMovements([entry], partnerId));
      return fixedMinor > 0n ? [{ amountMinor: fixedMinor, basis: document.basis }] : [];
    });
  const supplies: FixedSupply[] = [];
  for (const { amountMinor, origin, adjusted } of back) {
    if (adjusted === undefined) supplies.push(...takenBackOn(amountMinor, origin === null ? [] : earlierOf(origin)));
    else supplies.push({ amountMinor, basis: await adjustedBasis(deps, scope, { ...taken, adjusted, earlierOf }) });
  }
  return supplies;
}

/** That of the document which fixed what an adjustment names, else of the month in which it takes effect. */
async function adjustedBasis(
  deps: Deps,
  scope: Scope,
  {
    partnerId,
    program,
    own,
    taxedOn,
    adjusted: { adjustmentId, effectiveAt },
    earlierOf,
  }: TakenBack & {
    readonly adjusted: NonNullable<Movement['adjusted']>;
    readonly earlierOf: (origin: string) => readonly EarlierSupply[];
  },
): Promise<SupplyBasis> {
  const reference = (await deps.stores.adjustments.adjustment(scope, adjustmentId))?.content.reference ?? null;
  if (reference?.type === 'conversion') {
    const [latest] = earlierOf(releaseOf(reference.conversionId, partnerId));
    if (latest !== undefined) return latest.basis;
  }
  const { periodId } = calendarOf(program.timezone).periodOf(effectiveAt);
  const isMeant = (document: StatementTax) =>
    reference?.type === 'statement' ? document.statementId === reference.statementId : document.periodId === periodId;
  return own.find(isMeant)?.basis ?? (await taxedOn(lastDayOf(periodId)));
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
