import { Broken, DomainError } from '../../domain/errors.ts';
import type { ConversionId } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { SettlementRecord } from '../../domain/settlement/settlement.ts';
import type { Instant } from '../../domain/time.ts';
import { DAY_MS, utcDay } from '../../domain/time.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import { envelopesOf } from '../../events/envelope.ts';
import type { Fact } from '../../events/fact.ts';
import type { RecordedFact } from '../store/fact-store.ts';
import type { Recorded, Scope } from '../store/scope.ts';
import type { Stores } from '../store/store.ts';
import type { EventPublisher } from './event-publisher.ts';
import type { CurrencyOf } from './fact-of.ts';
import { steppedFacts } from './stepped-facts.ts';

/** What publishing again leans on. */
export interface RepublishDeps {
  readonly stores: Stores;
  readonly publisher: EventPublisher;
  readonly currencyOf: CurrencyOf;
}

export interface RepublishCommand {
  readonly scope: Scope;
  /** UTC days, `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
}

const BATCH_FACTS = 100;

/**
 * Tells again, from what is stored, what a program recorded on some days, each event with the id that it had. For when a stream
 * was lost: it keeps its records for 24 hours only. Resolves to how many events were published.
 */
export async function republish(deps: RepublishDeps, command: RepublishCommand): Promise<number> {
  let count = 0;
  let batch: Fact[] = [];
  const isWanted = (at: Instant | null): boolean => at !== null && isWithin(command, at);
  const publishBatch = async (): Promise<void> => {
    const envelopes = batch.flatMap(envelopesOf).filter(({ type, occurredAt }) => {
      // A settlement, a payout and a decision of people tell all their steps; those of other days are not asked for.
      const isStep = /^(?:settlement|payout)\.|\.(?:drafted|approved|rejected)$/.test(type);
      return !isStep || isWanted(Date.parse(occurredAt));
    });
    const refused = await deps.publisher.publish(envelopes);
    if (refused.size > 0) throw new Broken('event.refused', `the bus did not take ${refused.size} events`);
    count += envelopes.length;
    batch = [];
  };
  for await (const fact of storedFacts(deps, command, isWanted)) {
    batch.push(fact);
    if (batch.length === BATCH_FACTS) await publishBatch();
  }
  await publishBatch();
  return count;
}

type IsWanted = (at: Instant | null) => boolean;

async function* storedFacts(deps: RepublishDeps, command: RepublishCommand, isWanted: IsWanted): AsyncGenerator<Fact> {
  const { stores } = deps;
  const { scope } = command;
  const program = await stores.programs.program(scope);
  const since = await stores.programs.programSince(scope);
  if (program === null)
    throw new DomainError('program.not-found', {
      en: `there is no program ${scope.programId}`,
      ja: `プログラム${scope.programId}は見つかりません`,
    });
  if (since !== null && isWanted(since)) yield { entity: 'program', ...scope, recordedAt: since, value: program };
  for (const { fact, recordedAt } of await stores.programs.plans(scope)) {
    if (isWanted(recordedAt)) yield { entity: 'plan', ...scope, recordedAt, value: fact };
  }
  const currency = program.currency;
  for (const draft of await stores.adjustments.adjustments(scope)) {
    yield { entity: 'adjustment', ...scope, recordedAt: null, value: { ...draft, currency } };
  }
  for await (const fact of steppedFacts(stores, scope, { since: since ?? 0, to: command.to })) {
    if (isWanted(fact.value.at)) yield fact;
  }
  const openings = await stores.adjustments.openings(scope);
  if (openings !== null) yield { entity: 'openings', ...scope, recordedAt: null, value: { ...openings, currency } };
  for (const day of daysOf(command)) {
    for await (const row of stores.conversions.recordedOn(scope, day)) yield* recordedFacts(deps, command, row);
    for await (const id of stores.conversions.overdueOn(scope, day)) yield* overdueFact(stores, command, id);
  }
  for (const settlement of await stores.settlements.settlements(scope)) {
    yield { entity: 'settlement', ...scope, recordedAt: null, value: settlement };
    yield* settledFacts(stores, scope, settlement, { command, isWanted });
    yield* paidFacts(stores, scope, settlement, isWanted);
  }
}

async function* recordedFacts(
  deps: RepublishDeps,
  command: RepublishCommand,
  { type, id }: RecordedFact,
): AsyncGenerator<Fact> {
  const { scope } = command;
  const { conversions } = deps.stores;
  if (type === 'reversal') {
    const reversal = await conversions.reversal(scope, id);
    if (reversal === null) return;
    yield { entity: 'reversal', ...scope, recordedAt: reversal.recordedAt, value: reversal.fact };
    const undone = await conversions.conversion(scope, reversal.fact.conversionId);
    // It is decided anew; of one that was recorded on the days asked it is told anyway.
    if (undone !== null && !isWithin(command, undone.recordedAt)) yield* decisionOn(deps, scope, undone);
    return;
  }
  if (type === 'review') {
    const review = await conversions.review(scope, id);
    if (review !== null) yield { entity: 'review', ...scope, recordedAt: review.at, value: review };
    return;
  }
  const conversion = await conversions.conversion(scope, id);
  if (conversion === null) return;
  const { recordedAt } = conversion;
  yield { entity: 'conversion', ...scope, recordedAt, value: conversion.fact };
  yield* decisionOn(deps, scope, conversion);
}

async function* overdueFact(stores: Stores, command: RepublishCommand, id: ConversionId): AsyncGenerator<Fact> {
  const { scope } = command;
  const overdue = await stores.conversions.overdue(scope, id);
  if (overdue === null || !isWithin(command, overdue.recordedAt)) return;
  yield { entity: 'overdueReview', ...scope, recordedAt: overdue.recordedAt, value: overdue.fact };
}

async function* decisionOn(
  { stores, currencyOf }: RepublishDeps,
  scope: Scope,
  { fact: { conversionId }, recordedAt }: Recorded<Conversion>,
): AsyncGenerator<Fact> {
  const decision = await stores.conversions.decision(scope, recordedAt, conversionId);
  if (decision === null) return;
  const currency = await currencyOf(scope);
  yield { entity: 'decision', ...scope, recordedAt, value: { ...decision, currency } };
}

/**
 * Entries are posted and statements issued from the approval until the close, whatever midnight comes in between, and payouts that
 * go by no batch by the payout run.
 */
async function* settledFacts(
  stores: Stores,
  scope: Scope,
  { periodId, approvedAt, closedAt, payoutRunAt }: SettlementRecord,
  { command, isWanted }: { readonly command: RepublishCommand; readonly isWanted: IsWanted },
): AsyncGenerator<Fact> {
  const isSettled = approvedAt !== null && overlaps(command, { since: approvedAt, until: closedAt });
  if (!isSettled && !isWanted(payoutRunAt)) return;
  const frame = { ...scope, recordedAt: null };
  for (const { partnerId } of await stores.partners.enrollments(scope)) {
    for await (const entry of stores.ledger.entries(scope, partnerId, periodId)) {
      if (isOfPayout(entry)) continue;
      if (entry.kind === 'payout' ? isWanted(payoutRunAt) : isSettled)
        yield { entity: 'entry', ...frame, value: entry };
    }
    if (!isSettled) continue;
    for (const statement of await stores.statements.statementsOfPartner(scope.merchantId, partnerId)) {
      const isOfPeriod = statement.periodId === periodId && statement.programId === scope.programId;
      if (isOfPeriod) yield { entity: 'statement', ...frame, value: statement };
    }
  }
}

/** Payouts that go by batches, and the entries of their own steps. */
async function* paidFacts(
  { payouts, ledger }: Stores,
  scope: Scope,
  { periodId }: SettlementRecord,
  isWanted: IsWanted,
): AsyncGenerator<Fact> {
  const frame = { ...scope, recordedAt: null };
  for (const payout of await payouts.payouts(scope, periodId)) {
    yield { entity: 'payout', ...frame, value: payout };
    for await (const entry of ledger.entries(scope, payout.partnerId, periodId)) {
      if (isOfPayout(entry) && isWanted(entry.effectiveAt)) yield { entity: 'entry', ...frame, value: entry };
    }
  }
}

const isOfPayout = ({ cause }: Entry): boolean => cause.type === 'payout' || cause.type === 'remittance';

function isWithin(command: RepublishCommand, at: Instant): boolean {
  return overlaps(command, { since: at, until: at });
}

/** Whether any of the days asked is one of a span; one without an end goes on. */
function overlaps(
  { from, to }: RepublishCommand,
  { since, until }: { readonly since: Instant; readonly until: Instant | null },
): boolean {
  return utcDay(since) <= to && (until === null || utcDay(until) >= from);
}

function* daysOf({ from, to }: RepublishCommand): Generator<string> {
  for (let at = Date.parse(`${from}T00:00:00Z`); ; at += DAY_MS) {
    const day = utcDay(at);
    if (day > to) return;
    yield day;
  }
}
