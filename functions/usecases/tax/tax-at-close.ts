import { dateAfter, fiscalYearStart, monthsAfter } from '../../../domain/dates.ts';
import type { PartnerId, PeriodId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { dueDateOf } from '../../../domain/payout/due-date.ts';
import { bookedAfter, calendarOf, lastDayOf } from '../../../domain/settlement/calendar.ts';
import { releasePeriodOf } from '../../../domain/settlement/release-period.ts';
import { releasedConversions } from '../../../domain/statement/released-conversions.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import { transitionalGross } from '../../../domain/tax/consumption-tax.ts';
import { debtCarriedIn, fixedIn, fixedMovements } from '../../../domain/tax/fixed-supplies.ts';
import { payerKey } from '../../../domain/tax/paid-fee.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import type { LateSupply, StatementTax, StatementToTax } from '../../../domain/tax/statement-tax.ts';
import { statementTax } from '../../../domain/tax/statement-tax.ts';
import { taxEntry } from '../../../domain/tax/tax-entry.ts';
import type { TaxTables } from '../../../domain/tax/tax-tables.ts';
import { withinCap } from '../../../domain/tax/yearly-cap.ts';
import type { Instant } from '../../../domain/time.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { RunKey, RunPartner } from '../../store/run-store.ts';
import type { Scope } from '../../store/scope.ts';
import type { KnownOfTax } from './basis-on.ts';
import { basisOn, basisThen } from './basis-on.ts';
import { payerOn } from './payer.ts';
import type { Supplies } from './supplies-by.ts';
import { runEntriesOf, suppliesBy } from './supplies-by.ts';
import { versionOn, versionsIn } from './tax-book.ts';
import { taxCarriedTo } from './tax-carried.ts';
import { taxTables } from './tax-rows.ts';

export interface CloseToTax {
  readonly scope: Scope;
  readonly program: Program;
  readonly run: RunKey;
  readonly issuedAt: Instant;
}

/** What taxes the statements of one close; null for a program without tax settings on its last day: then nothing changes. */
export async function taxerOf(
  deps: Deps,
  close: CloseToTax,
): Promise<((partner: RunPartner) => Promise<StatementTax | null>) | null> {
  const terms = await termsOf(deps, close);
  return terms === null ? null : (partner) => taxStatement(deps, close, terms, partner);
}

/** What the tax of statements is, or will be at the close; nothing is written. Null for a program without tax settings. */
export async function taxPlannerOf(
  deps: Deps,
  close: CloseToTax,
): Promise<((partner: RunPartner, entries: readonly Entry[]) => Promise<StatementTax | null>) | null> {
  const { scope, run } = close;
  const terms = await termsOf(deps, close);
  if (terms === null) return null;
  const stored = ({ partnerId }: RunPartner) =>
    deps.stores.taxes.statementTax(scope.merchantId, { partnerId, periodId: run.periodId, programId: scope.programId });
  return async (partner, entries) => (await stored(partner)) ?? computed(deps, close, terms, { partner, entries });
}

/** What the statements of a close have in common. */
interface CloseTerms {
  /** On the last day of the supplies. */
  readonly payer: Payer;
  readonly payOn: string;
  readonly payerThen: Payer;
  readonly tables: TaxTables;
}

async function termsOf(deps: Deps, { scope, program, run: { periodId } }: CloseToTax): Promise<CloseTerms | null> {
  const payer = await payerOn(deps, scope, lastDayOf(periodId));
  if (payer === null) return null;
  const payOn = payOnOf(program, periodId);
  const payerThen = (await payerOn(deps, scope, payOn)) ?? payer;
  return { payer, payOn, payerThen, tables: await taxTables(deps, scope.merchantId) };
}

/**
 * Taxes the statement of one partner: the document is stored first, then its entry posted, so that a close that was broken off
 * goes on with the very document it had made. Null when nothing was fixed, taken back or paid.
 */
async function taxStatement(
  deps: Deps,
  close: CloseToTax,
  terms: CloseTerms,
  partner: RunPartner,
): Promise<StatementTax | null> {
  const { scope, run, issuedAt } = close;
  const { merchantId, programId } = scope;
  const { partnerId } = partner;
  const name = { partnerId, periodId: run.periodId, programId };
  const stored = await deps.stores.taxes.statementTax(merchantId, name);
  const entriesNow = () => runEntriesOf(deps, scope, partnerId, run.periodId);
  const tax = stored ?? (await computed(deps, close, terms, { partner, entries: await entriesNow() }));
  if (tax === null) return null;
  if (stored === null) await deps.stores.taxes.putStatementTax(merchantId, tax, issuedAt);
  const entry = taxEntry(tax, { merchantId, ...taxBooking(close.program, run.periodId, issuedAt) });
  if (entry !== null) await deps.stores.ledger.post(entry);
  return tax;
}

/** When the tax of a statement enters the books: at its approval, after the period; it takes effect at the cutoff. */
export function taxBooking({ timezone }: Pick<Program, 'timezone'>, periodId: PeriodId, issuedAt: Instant) {
  const calendar = calendarOf(timezone);
  return { bookedOn: bookedAfter(periodId, issuedAt, calendar), effectiveAt: calendar.period(periodId).end };
}

async function computed(
  deps: Deps,
  { scope, program, run }: CloseToTax,
  { payer, payOn, payerThen, tables }: CloseTerms,
  { partner, entries }: { readonly partner: RunPartner; readonly entries: readonly Entry[] },
): Promise<StatementTax | null> {
  const { partnerId, openingMinor, payoutMinor, payableMinor } = partner;
  const { merchantId, programId } = scope;
  const { periodId } = run;
  const suppliedFrom = `${periodId}-01`;
  const suppliedTo = lastDayOf(periodId);
  const movements = fixedMovements(entries, partnerId);
  const documents = await deps.stores.taxes.statementTaxes(merchantId, partnerId);
  const own = documents.filter((document) => document.programId === programId && document.periodId < periodId);
  const untaxed = withoutProfile(own);
  const ofPayer = documents.filter((document) => payerKey(document) === payerKey({ payer }));
  const isIdle = movements.length === 0 && payoutMinor === 0n;
  if (isIdle && untaxed.length === 0) return null;
  const profiles = await versionsIn(deps, { merchantId, book: 'profile', id: partnerId });
  const known = { profiles, payer, tables };
  const taxedOn = async (on: string) => await basisThen(deps, scope, on, known);
  const late = untaxed.filter((document) => versionOn(profiles, document.suppliedTo) !== null);
  if (isIdle && late.length === 0) return null;
  const isLookingBack = late.length > 0 || movements.some(({ amountMinor }) => amountMinor < 0n);
  const bought = boughtIn(ofPayer, fiscalYearStart(suppliedTo, payer.fiscalYearStartMonth));
  const newly = { fixedMinor: fixedIn(movements), boughtThisYearMinor: bought, payer, tables };
  const basis = basisOn(suppliedTo, known);
  const { capped } = withinCap({ document: { currency: program.currency, suppliedTo }, ...newly }, basis);
  const supplies = await suppliesBy(deps, scope, {
    ...{ partnerId, program, taxedOn },
    earlier: isLookingBack ? asTaxed(own, late, known) : [],
    current: { periodId, basis, capped, movements },
  });
  const released = await releasedIn(deps, scope, { run, program, partnerId });
  return statementTax({
    document: {
      statementId: statementIdOf(programId, periodId, partnerId),
      programId,
      partnerId,
      periodId,
      currency: program.currency,
      suppliedFrom,
      suppliedTo,
    },
    ...newly,
    takenBack: supplies.get(periodId)?.takenBack ?? [],
    late: late.map((document) => lateSupply(document, supplies.get(document.periodId), known)),
    payoutMinor,
    debtMinor: debtCarriedIn(openingMinor, entries, partnerId),
    payment: {
      on: payOn,
      // Where tax does not stand apart, what is owed of it from before is withheld on too.
      taxCarriedMinor: payerThen.separatesTax ? 0n : await taxCarriedTo(deps, { ...scope, partnerId, periodId }),
      profile: versionOn(profiles, payOn)?.value ?? null,
      payer: payerThen,
    },
    unpaidSince: payableMinor > 0n ? earliest([released.since, own.at(-1)?.unpaidSince ?? null]) : null,
    keptBack: released.keptBack,
    profile: versionOn(profiles, suppliedTo)?.value ?? null,
    profileBefore: versionOn(profiles, suppliedFrom)?.value ?? null,
  });
}

/** Documents that no profile was known for and whose tax no later one made good. */
function withoutProfile(own: readonly StatementTax[]): readonly StatementTax[] {
  const madeGood = new Set(own.flatMap(({ late = [] }) => late.map(({ periodId }) => periodId)));
  return own.filter(({ payee, periodId }) => payee === null && !madeGood.has(periodId));
}

/** What a document without a profile supplied, on the basis of its own day, for which there is a profile by now. */
function lateSupply(
  { periodId, suppliedTo }: StatementTax,
  { fixedMinor, takenBack }: Supplies = { fixedMinor: 0n, takenBack: [] },
  known: KnownOfTax,
): LateSupply {
  const basis = basisOn(suppliedTo, known);
  const fixed = fixedMinor === 0n ? [] : [{ amountMinor: fixedMinor, basis }];
  return { periodId, basis, supplies: [...fixed, ...takenBack] };
}

/** Earlier documents with the basis on which their supplies are taxed by now. */
function asTaxed(
  own: readonly StatementTax[],
  late: readonly StatementTax[],
  known: KnownOfTax,
): readonly StatementTax[] {
  const bases = new Map(own.flatMap((document) => document.late ?? []).map((each) => [each.periodId, each.basis]));
  for (const { periodId, suppliedTo } of late) bases.set(periodId, basisOn(suppliedTo, known));
  return own.map((document) => ({ ...document, basis: bases.get(document.periodId) ?? document.basis }));
}

/** The day on which the program pays, or at the latest the end of the next month where it pays elsewhere. */
export function payOnOf({ settlement: { payout } }: Program, periodId: PeriodId): string {
  if (payout === undefined) return dateAfter(monthsAfter(`${periodId}-01`, 2), -1);
  return dueDateOf(periodId, payout, bankDaysOf(payout.calendar)).actual;
}

/**
 * Tax-inclusive purchases under the transitional measure by one payer from a partner in a year of accounts, by the documents of all its
 * programs so far: what was bought while it was registered, or without tax, is none of them.
 */
function boughtIn(documents: readonly StatementTax[], yearFrom: string): bigint {
  const nextFrom = monthsAfter(yearFrom, 12);
  const ofYear = documents.filter(({ suppliedTo }) => suppliedTo >= yearFrom && suppliedTo < nextFrom);
  let boughtMinor = 0n;
  for (const { rates, rounding } of ofYear) for (const rate of rates) boughtMinor += transitionalGross(rate, rounding);
  return boughtMinor;
}

/** What a statement releases: the day of the earliest sale of it, and what of it is kept back until when. */
async function releasedIn(
  deps: Deps,
  scope: Scope,
  { run, program, partnerId }: { run: RunKey; program: Program; partnerId: PartnerId },
): Promise<{ readonly since: string | null; readonly keptBack: StatementToTax['keptBack'] }> {
  const text = await deps.stores.runs.statement(scope, run, partnerId);
  if (text === null) return { since: null, keptBack: null };
  const statement = JSON.parse(text) as Statement;
  const calendar = calendarOf(program.timezone);
  const dayOf = ({ occurredAt }: { readonly occurredAt: string }) => calendar.dateOf(Date.parse(occurredAt));
  const since = earliest(releasedConversions(statement).map(dayOf));
  const until = statement.movements?.find(({ type }) => type === 'reserve')?.until;
  if (since === null || until === undefined) return { since, keptBack: null };
  const paidWith = releasePeriodOf(Date.parse(until), run.periodId, calendar);
  return { since, keptBack: { performedOn: since, payOn: payOnOf(program, paidWith) } };
}

const earliest = (days: readonly (string | null)[]): string | null =>
  days.filter((day) => day !== null).sort()[0] ?? null;
