import { randomBytes } from 'node:crypto';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claim } from '../../domain/claim/claim.ts';
import { afterStep } from '../../domain/claim/claim-state.ts';
import { RUN_KINDS, STEP_KINDS } from '../../domain/ledger/entry.ts';
import type { EventType } from '../../events/catalogue.ts';
import { catalogue } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/envelope.ts';
import { envelopeSchema } from '../../events/envelope.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { readWhole } from '../../functions/store/dynamodb/items.ts';
import { sdkClient } from '../../functions/store/dynamodb/sdk-client.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import type { TableId, TableNames } from '../../functions/store/dynamodb/table.ts';
import { STREAMED } from '../../functions/store/dynamodb/table.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import type { Stores } from '../../functions/store/store.ts';
import type { EventPublisher } from '../../functions/stream/event-publisher.ts';
import { rememberedCurrency } from '../../functions/stream/fact-of.ts';
import { publishRecords } from '../../functions/stream/publish.ts';
import { republish } from '../../functions/stream/republish.ts';
import { aDeal } from '../domain/deal/build.ts';
import { aSettlement } from '../domain/settlement/build.ts';
import * as facts from '../store/facts.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { sampleFacts } from './sample-facts.ts';
import { asLambdaRecord, streamRecords } from './stream-records.ts';

let engine: TestEngine;
let tables: TableNames;
let stores: Stores;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startTestEngine();
  tables = await createTables(engine.client, 'publishing');
  documents = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
  stores = dynamoStores({ client: documents, tables, blobs: memoryBlobs() });
});
afterAll(async () => {
  await engine.stop();
});

interface Bus extends EventPublisher {
  readonly taken: Envelope[];
}

/** Takes everything but what it is told to refuse. */
function aBus(refuses: (envelope: Envelope) => boolean = () => false): Bus {
  const taken: Envelope[] = [];
  return {
    taken,
    publish: async (envelopes) => {
      const at = envelopes.findIndex(refuses);
      const refused = at < 0 ? [] : envelopes.slice(at);
      taken.push(...envelopes.slice(0, envelopes.length - refused.length));
      return new Set(refused.map(({ id }) => id));
    },
  };
}

type Told = { readonly envelopes: readonly Envelope[]; readonly reports: readonly string[] };

async function tellAll(merchantId: string, asDelivered: typeof asLambdaRecord = (record) => record): Promise<Told> {
  const bus = aBus();
  const reports: string[] = [];
  for (const id of STREAMED) {
    const records = (await streamRecords(engine, tables[id])).map(asDelivered);
    const stoppedAt = await publishRecords(publishDeps(id, bus, reports), { isLedger: id === 'ledger', records });
    expect(stoppedAt).toBeNull();
  }
  return { envelopes: bus.taken.filter((envelope) => envelope.merchantId === merchantId), reports };
}

function publishDeps(id: TableId, publisher: EventPublisher, reports: string[] = []) {
  return {
    publisher,
    currencyOf: rememberedCurrency(stores.programs),
    read: (image: Readonly<Record<string, unknown>>) =>
      readWhole({ client: sdkClient(documents), name: tables[id] }, image),
    report: (message: string) => void reports.push(message),
  };
}

const typesOf = (envelopes: readonly Envelope[]): EventType[] => envelopes.map(({ type }) => type).sort();

describe('what is stored is told', () => {
  it('once for every fact, by an event that keeps to its schema', async () => {
    const scope = facts.aScope();
    const { merchantId } = scope;
    await stores.programs.putProgram(facts.recorded(facts.aProgram(scope)));
    await stores.programs.putPlan(scope, facts.recorded(facts.aPlan()));
    await stores.programs.putRate(scope, facts.recorded({ date: '2026-10-01', from: 'USD', to: 'JPY', rate: '150' }));
    await stores.partners.putPartner(merchantId, facts.recorded(facts.aPartner()));
    await stores.partners.putEnrollment(scope, facts.recorded(facts.anEnrollment()));
    await stores.partners.putTermsChange(scope, facts.recorded(facts.aTermsChange()));
    await stores.partners.putLink(facts.recorded(facts.aLink(scope)));
    await stores.partners.putCoupon(scope, facts.recorded(facts.aCoupon()));
    await stores.clicks.putClick(scope, facts.recorded(facts.aClick()));
    await stores.conversions.putConversion(scope, facts.recorded(facts.aConversion()));
    await stores.conversions.putReversal(scope, facts.recorded(facts.aReversal()));
    await stores.conversions.putReview(scope, facts.recorded(facts.aReview()));
    await stores.conversions.putOverdue(scope, facts.recorded({ conversionId: 'ord_1', deadline: facts.NOON }));
    await stores.conversions.noteSeenTogether(scope, { customerId: 'cus_1', visitorId: 'vis_1', seenAt: facts.NOON });
    await stores.conversions.advanceDecision(scope, facts.NOON, null, facts.aDecision());
    await stores.snapshots.putSnapshot(scope, facts.recorded(facts.aFit()));
    for (const kind of [...RUN_KINDS, ...STEP_KINDS])
      await stores.ledger.post(facts.anEntry(scope, { kind, entryId: `${kind}/1` }));
    await settle(scope);
    await stores.statements.putStatement(merchantId, facts.aStatement());
    for (const { value } of sampleFacts.document) await stores.documents.appendStep(merchantId, value);
    for (const { value } of sampleFacts.payee) await stores.payees.advancePayee(merchantId, null, value);
    for (const [place, { value }] of sampleFacts.payout.entries()) {
      await stores.payouts.advancePayout(scope, null, {
        ...value,
        partnerId: `ptn_${place}`,
        payoutId: `pay_${place}`,
      });
    }

    for (const [place, { value }] of sampleFacts.adjustment.entries()) {
      const { currency: _, ...draft } = value;
      const content = { ...draft.content, adjustmentId: `adj_${place}` };
      await stores.adjustments.advanceAdjustment(scope, null, { ...draft, content });
    }
    let before: Parameters<typeof stores.adjustments.advanceOpenings>[1] = null;
    for (const { value } of sampleFacts.openings) {
      const { currency: _, ...draft } = value;
      await stores.adjustments.advanceOpenings(scope, before, draft);
      before = draft;
    }
    const { partnerId, versions } = sampleFacts.taxProfile.value;
    const book = { versions: versions.map((version) => ({ ...version, value: facts.aTaxProfile() })) };
    await stores.taxes.advanceBook({ merchantId, book: 'profile', id: partnerId }, null, book);
    for (const { value } of sampleFacts.deal) await stores.deals.appendStep(scope, value, aDeal());
    let claim: Claim | null = null;
    for (const { value } of sampleFacts.claim) {
      claim = afterStep(claim, value);
      await stores.claims.appendStep(scope, value, claim);
    }

    const { envelopes, reports } = await tellAll(merchantId);
    const expected = (Object.keys(catalogue) as EventType[]).filter((type) => type !== 'ledger.tampered');
    expect([...new Set(typesOf(envelopes))]).toEqual(expected.sort());
    expect(reports).toEqual([]);
    for (const envelope of envelopes) expect(envelopeSchema(envelope.type).parse(envelope)).toEqual(envelope);
    expect((await tellAll(merchantId, asLambdaRecord)).envelopes).toEqual(envelopes);
  });

  it('not again when a settlement goes on, and each decision anew, also when it is as it was', async () => {
    const scope = facts.aScope();
    await stores.programs.putProgram(facts.recorded(facts.aProgram(scope)));
    const [first, other] = [facts.aDecision(), facts.aDecision({ revision: 2, holdUntil: 0 })];
    await stores.conversions.advanceDecision(scope, facts.NOON, null, first);
    await stores.conversions.advanceDecision(scope, facts.NOON, first, other);
    await stores.conversions.advanceDecision(scope, facts.NOON, other, facts.aDecision({ revision: 3 }));
    await settle(scope);
    const { envelopes } = await tellAll(scope.merchantId);
    expect(typesOf(envelopes)).toEqual([
      'decision.made',
      'decision.made',
      'decision.made',
      'program.created',
      'settlement.approved',
      'settlement.calculated',
      'settlement.closed',
      'settlement.paid',
      'settlement.rejected',
      'settlement.sealed',
    ]);
    expect(new Set(envelopes.map(({ id }) => id)).size).toBe(envelopes.length);
  });

  it('cut to its reference when a conversion of 1,000 lines is stored in chunks', async () => {
    const scope = facts.aScope();
    // Random names do not compress, so this is more than one item holds.
    const lines = Array.from({ length: 1000 }, (_, at) =>
      facts.aLine({ lineId: `${at}`, productId: randomBytes(120).toString('base64') }),
    );
    await stores.conversions.putConversion(scope, facts.recorded(facts.aConversion({ lines })));
    const { envelopes } = await tellAll(scope.merchantId);
    const stored = (await streamRecords(engine, tables.records)).at(-1)?.dynamodb?.NewImage;
    expect(stored).toMatchObject({ t: { S: 'conversion' }, n: { N: '2' } });
    expect(envelopes).toMatchObject([{ type: 'conversion.recorded', isCut: true, data: { conversionId: 'ord_1' } }]);
  });
});

describe('a stream that does not get through', () => {
  it('goes on from the first event that the bus refused', async () => {
    const scope = facts.aScope();
    for (const at of [1, 2, 3]) {
      const conversion = facts.aConversion({ conversionId: `ord_${at}` });
      await stores.conversions.putConversion(scope, facts.recorded(conversion));
    }
    const records = (await streamRecords(engine, tables.records)).slice(-3);
    const bus = aBus(({ data }) => data['conversionId'] === 'ord_2');
    const stoppedAt = await publishRecords(publishDeps('records', bus), { isLedger: false, records });
    expect(stoppedAt).toBe(records[1]?.dynamodb?.SequenceNumber);
    expect(bus.taken.map(({ data }) => data['conversionId'])).toEqual(['ord_1']);
  });

  it('tells what came before a record that nobody can read, and names that one', async () => {
    const scope = facts.aScope();
    for (const at of [1, 2, 3]) {
      const conversion = facts.aConversion({ conversionId: `ord_${at}` });
      await stores.conversions.putConversion(scope, facts.recorded(conversion));
    }
    const records = (await streamRecords(engine, tables.records)).slice(-3);
    const poison = {
      ...records[1],
      dynamodb: {
        ...records[1]?.dynamodb,
        NewImage: { pk: { S: 'x' }, sk: { S: 'y' }, t: { S: 'conversion' }, b: { B: Buffer.of(9) } },
      },
    };
    const bus = aBus();
    const reports: string[] = [];
    const batch = { isLedger: false, records: [records[0] ?? {}, poison, records[2] ?? {}] };
    const stoppedAt = await publishRecords(publishDeps('records', bus, reports), batch);
    expect(stoppedAt).toBe(records[1]?.dynamodb?.SequenceNumber);
    expect(bus.taken.map(({ data }) => data['conversionId'])).toEqual(['ord_1']);
    expect(reports).toEqual(['stream record unreadable']);
  });
});

describe('the ledger', () => {
  it('reports an entry that was changed or removed as an incident, and tells everybody', async () => {
    const scope = facts.aScope();
    for (const entryId of ['changed', 'removed']) await stores.ledger.post(facts.anEntry(scope, { entryId }));
    const keys = (await streamRecords(engine, tables.ledger)).slice(-2).map(({ dynamodb }) => dynamodb?.Keys);
    const TableName = tables.ledger;
    await engine.client.send(
      new UpdateItemCommand({
        TableName,
        Key: keys[0],
        UpdateExpression: 'SET r = :now',
        ExpressionAttributeValues: { ':now': { N: '1' } },
      }),
    );
    await engine.client.send(new DeleteItemCommand({ TableName, Key: keys[1] }));
    const { envelopes, reports } = await tellAll(scope.merchantId);
    const incidents = envelopes.filter(({ type }) => type === 'ledger.tampered');
    expect(incidents.map(({ programId, data }) => [programId, data['change'], data['sortKey']])).toEqual([
      ['prg_1', 'MODIFY', 'changed'],
      ['prg_1', 'REMOVE', 'removed'],
    ]);
    for (const incident of incidents) expect(envelopeSchema('ledger.tampered').parse(incident)).toEqual(incident);
    expect(reports.filter((message) => message === 'ledger tampered')).toHaveLength(2);
    expect((await tellAll(scope.merchantId)).envelopes).toEqual(envelopes);
  });
});

describe('publishing again', () => {
  it('tells the same events with the same ids from what is stored, for the days asked', async () => {
    const scope = facts.aScope();
    await stores.programs.putProgram(facts.recorded(facts.aProgram(scope)));
    await stores.programs.putPlan(scope, facts.recorded(facts.aPlan()));
    await stores.partners.putEnrollment(scope, facts.recorded(facts.anEnrollment()));
    await stores.conversions.putConversion(scope, facts.recorded(facts.aConversion()));
    await stores.conversions.advanceDecision(scope, facts.NOON, null, facts.aDecision());
    await stores.conversions.putReversal(scope, facts.recorded(facts.aReversal()));
    await stores.ledger.post(facts.anEntry(scope));
    await stores.ledger.post(facts.anEntry(scope, { kind: 'payout', entryId: 'payout/1' }));
    await settle(scope);
    await stores.statements.putStatement(scope.merchantId, facts.aStatement());
    const way = { approvedAt: facts.NOON, remittedAt: facts.NOON, confirmedAt: facts.NOON, isPosted: true };
    await stores.payouts.advancePayout(scope, null, facts.aPayout({ status: 'confirmed', ...way }));
    const cause = { type: 'payout', payoutId: '2026-10/ptn_1' } as const;
    const effectiveAt = facts.NOON;
    await stores.ledger.post(facts.anEntry(scope, { kind: 'payout', entryId: 'payout/2', cause, effectiveAt }));
    const at = facts.NOON;
    const steps = sampleFacts.document.map(({ value }) => ({ ...value, at, programId: scope.programId }));
    const first = steps.map((step) => ({ ...step, sequence: 1, version: 1, issuedOn: '2026-10-05', correction: null }));
    for (const step of [...first.slice(-1), ...steps]) await stores.documents.appendStep(scope.merchantId, step);
    for (const { value } of sampleFacts.deal)
      await stores.deals.appendStep(scope, { ...value, at }, aDeal({ at, dealId: value.dealId }));
    let claim: Claim | null = null;
    for (const { value } of sampleFacts.claim) {
      claim = afterStep(claim, { ...value, at });
      await stores.claims.appendStep(scope, { ...value, at }, claim);
    }

    const { envelopes } = await tellAll(scope.merchantId);
    const byId = (list: readonly Envelope[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
    const bus = aBus();
    const deps = { stores, publisher: bus, currencyOf: rememberedCurrency(stores.programs) };
    const count = await republish(deps, { scope, from: '2026-10-05', to: '2026-10-05' });
    // Enrollments have no index by day; everything else of that day is told.
    const stored = envelopes.filter(({ type }) => type !== 'enrollment.created');
    expect(byId(bus.taken)).toEqual(byId(stored));
    expect(count).toBe(stored.length);

    const nothing = aBus();
    await republish({ ...deps, publisher: nothing }, { scope, from: '2026-10-06', to: '2026-11-30' });
    expect(nothing.taken).toEqual([]);
  });

  it('tells how a refund changed the decision on a sale of an earlier day', async () => {
    const scope = { ...facts.aScope(), programId: 'prg_refund' };
    const later = facts.NOON + 2 * 86_400_000;
    await stores.programs.putProgram(facts.recorded(facts.aProgram(scope)));
    await stores.conversions.putConversion(scope, facts.recorded(facts.aConversion()));
    await stores.conversions.advanceDecision(scope, facts.NOON, null, facts.aDecision());
    await stores.conversions.putReversal(scope, facts.recorded(facts.aReversal(), later));
    const revised = { ...facts.aDecision(), revision: 2, lines: [] };
    await stores.conversions.advanceDecision(scope, facts.NOON, facts.aDecision(), revised);
    const bus = aBus();
    const deps = { stores, publisher: bus, currencyOf: rememberedCurrency(stores.programs) };
    await republish(deps, { scope, from: '2026-10-07', to: '2026-10-07' });
    expect(bus.taken.map(({ type, data }) => [type, data['revision']])).toEqual([
      ['reversal.recorded', undefined],
      ['decision.made', 2],
    ]);
  });

  it('tells of an overdue review for the day on which it became so, whenever its conversion was recorded', async () => {
    const scope = { ...facts.aScope(), programId: 'prg_late' };
    await stores.programs.putProgram(facts.recorded(facts.aProgram(scope)));
    await stores.conversions.putConversion(scope, facts.recorded(facts.aConversion()));
    await stores.conversions.advanceDecision(scope, facts.NOON, null, facts.aDecision());
    const late = facts.NOON + 14 * 86_400_000;
    await stores.conversions.putOverdue(scope, facts.recorded({ conversionId: 'ord_1', deadline: late }, late + 1));
    const isToldOn = async (day: string): Promise<boolean> => {
      const bus = aBus();
      const deps = { stores, publisher: bus, currencyOf: rememberedCurrency(stores.programs) };
      await republish(deps, { scope, from: day, to: day });
      return bus.taken.some(({ type }) => type === 'review.overdue');
    };
    expect([await isToldOn('2026-10-05'), await isToldOn('2026-10-19')]).toEqual([false, true]);
  });

  it('tells what a close wrote on any day from its approval on: accruals, tax and statements', async () => {
    const scope = { ...facts.aScope(), programId: 'prg_tax' };
    await stores.programs.putProgram(facts.recorded(facts.aProgram(scope)));
    await stores.partners.putEnrollment(scope, facts.recorded(facts.anEnrollment()));
    await stores.ledger.post(facts.anEntry(scope));
    const cause = { type: 'statement', statementId: 'prg_tax:2026-10:ptn_1' } as const;
    await stores.ledger.post(facts.anEntry(scope, { kind: 'tax', entryId: 'tax/1', cause }));
    const { statementId } = cause;
    await stores.statements.putStatement(
      scope.merchantId,
      facts.aStatement({ programId: scope.programId, statementId }),
    );
    // Approved at noon of 5 October, and closed two days later.
    await settle(scope, { closedAt: facts.NOON + 2 * 86_400_000 });
    const toldFrom = async (from: string, to: string): Promise<readonly string[]> => {
      const bus = aBus();
      await republish({ stores, publisher: bus, currencyOf: rememberedCurrency(stores.programs) }, { scope, from, to });
      return bus.taken.map(({ type }) => type).filter((type) => /^(?:accrual|tax|statement)\./.test(type));
    };
    const all = ['accrual.posted', 'tax.posted', 'statement.issued'];
    expect(await toldFrom('2026-10-05', '2026-10-05')).toEqual(all);
    expect(await toldFrom('2026-10-06', '2026-10-06')).toEqual(all);
    expect(await toldFrom('2026-10-07', '2026-10-07')).toEqual(all);
    expect(await toldFrom('2026-10-08', '2026-10-08')).toEqual([]);
  });
});

/** Takes a settlement through all its steps, at noon of 5 October. */
async function settle(scope: ReturnType<typeof facts.aScope>, { closedAt = facts.NOON } = {}): Promise<void> {
  const at = facts.NOON;
  const rejections = [{ rejectedBy: 'usr_2', rejectedAt: at, reason: 'a refund is missing' }];
  const steps = [
    { status: 'open', rejections },
    { status: 'sealed', manifestHash: 'm1', sealedBy: 'usr_1', sealedAt: at },
    { status: 'calculated', runId: 'r1', calculatedAt: at },
    { status: 'approved', approvedBy: 'usr_2', approvedAt: at },
    { status: 'closed', closedAt },
    { status: 'closed', payoutRunAt: closedAt },
  ] as const;
  let before: ReturnType<typeof aSettlement> | null = null;
  for (const step of steps) {
    const next = aSettlement({ ...before, ...step });
    expect(await stores.settlements.advance(scope, before, next)).toBe(true);
    before = next;
  }
}
