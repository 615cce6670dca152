import { readFileSync } from 'node:fs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inProcessBus } from '../../functions/bus/in-process-bus.ts';
import { localStepRunner } from '../../functions/steps/local-step-runner.ts';
import type { StepName } from '../../functions/steps/machines.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { readWhole } from '../../functions/store/dynamodb/items.ts';
import { sdkClient } from '../../functions/store/dynamodb/sdk-client.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import type { TableId, TableNames } from '../../functions/store/dynamodb/table.ts';
import { STREAMED } from '../../functions/store/dynamodb/table.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { rememberedCurrency } from '../../functions/stream/fact-of.ts';
import { publishRecords } from '../../functions/stream/publish.ts';
import { keyInUse } from '../../functions/usecases/integrity/signing-key.ts';
import { costTables, counted } from '../../infra/cost.ts';
import { streamRecords } from '../events/stream-records.ts';
import type { App } from '../support/app.ts';
import { anApp, KEY, MERCHANT, PROGRAM } from '../support/app.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { aConversion, aLine, aPlan, aProgram, post, programPath, usd } from '../support/shop.ts';
import type { UnitCounter } from '../support/write-units.ts';
import { countUnits } from '../support/write-units.ts';

const PARTNERS = 4;
const CONVERSIONS = 80;
/** What a close costs before there is anything in it. */
const EMPTY_PROGRAM = 'prg_0';

let engine: TestEngine;
let counter: UnitCounter;
let app: App;
let tables: TableNames;
let objectPuts = 0;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  // What a process remembers for some seconds is read as often on a slow machine as on a quick one.
  vi.useFakeTimers({ toFake: ['performance'] });
  engine = await startTestEngine();
  tables = await createTables(engine.client, 'cost');
  counter = countUnits(engine.client);
  documents = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
  const blobs = memoryBlobs();
  const counting = {
    ...blobs,
    putOnce: async (key: string, bytes: Uint8Array) => {
      // By conversion there are 128 at the most, however many there are of either.
      if (!/\/(?:index|uncounted)\/\d+$/.test(key)) objectPuts += 1;
      await blobs.putOnce(key, bytes);
    },
  };
  app = anApp({ stores: dynamoStores({ client: documents, tables, blobs: counting, clickIdKey: KEY }) });
  await post(app, '/v1/programs', aProgram());
  await post(app, programPath('plans'), aPlan());
  await post(app, '/v1/programs', aProgram({ id: EMPTY_PROGRAM }));
  await post(app, programPath('plans', EMPTY_PROGRAM), aPlan());
  for (let at = 0; at < PARTNERS; at += 1) {
    const partnerId = `ptn_${at}`;
    await post(app, '/v1/partners', { partnerId, name: partnerId, kind: 'affiliate' });
    const joinedAt = '2026-01-01T00:00:00Z';
    await post(app, programPath('enrollments'), { partnerId, status: 'active', joinedAt });
    const destination = 'https://shop.example.com/';
    await post(app, programPath('links'), { linkId: `lnk_${at}`, partnerId, destination });
  }
  app.setNow('2026-10-02T00:00:00+09:00');
  for (let at = 0; at < PARTNERS; at += 1) await app.call('GET', `/t/lnk_${at}`);
});
afterAll(async () => {
  vi.useRealTimers();
  await engine.stop();
});

/** What is new in all streams, told to our own subscribers; counts the events. */
async function tell(): Promise<number> {
  let events = 0;
  const bus = inProcessBus(app.deps, {
    onGivenUp: (error) => {
      throw error;
    },
  });
  for (const id of STREAMED) {
    const known = told.get(id) ?? 0;
    const all = await streamRecords(engine, tables[id]);
    told.set(id, all.length);
    const deps = {
      publisher: {
        publish: async (envelopes: Parameters<typeof bus.publish>[0]) => {
          events += envelopes.length;
          return await bus.publish(envelopes);
        },
      },
      currencyOf: rememberedCurrency(app.deps.stores.programs),
      read: (image: Readonly<Record<string, unknown>>) =>
        readWhole({ client: sdkClient(documents), name: tables[id] }, image),
      report: (message: string) => {
        throw new Error(message);
      },
    };
    await publishRecords(deps, { isLedger: id === 'ledger', records: all.slice(known) });
    await bus.idle();
  }
  return events;
}
const told = new Map<TableId, number>();

interface Counted {
  writes: number;
  reads: number;
  events: number;
}

/** What some work and all that follows from it costs. */
async function costOf(work: () => Promise<unknown>): Promise<Counted> {
  await tell();
  let events = 0;
  const { writes, reads } = await counter.during(async () => {
    await work();
    events = await tell();
  });
  return { writes, reads, events };
}

/** One of so many, less what would have been spent without them. */
function each(count: number, whole: Counted, without: Counted = { writes: 0, reads: 0, events: 0 }): Counted {
  return {
    writes: (whole.writes - without.writes) / count,
    reads: (whole.reads - without.reads) / count,
    events: (whole.events - without.events) / count,
  };
}

/** The number that the tables go by covers what was counted, and is not much more. */
function expectCovered(named: Readonly<Record<string, number>>, seen: Counted): void {
  const pairs: readonly (readonly [number, number])[] = [
    [named['writeUnits'] ?? 0, seen.writes],
    [named['readUnits'] ?? 0, seen.reads],
    [named['events'] ?? 0, seen.events],
  ];
  for (const [covered, counts] of pairs) {
    expect(counts).toBeLessThanOrEqual(covered);
    expect(counts).toBeGreaterThanOrEqual(covered * 0.6);
  }
}

describe('what a bill is made of', () => {
  it('is counted: clicks, conversions, their part of a close, and partners', async () => {
    const visits: { readonly clickId: string | null; readonly visitorId: string }[] = [];
    const clicks = await costOf(async () => {
      for (let at = 0; at < CONVERSIONS; at += 1) {
        const { headers, cookies } = await app.call('GET', `/t/lnk_${at % PARTNERS}`);
        const clickId = new URL(headers['location'] ?? '').searchParams.get('bpid');
        visits.push({ clickId, visitorId: /=([^;]+)/.exec(cookies[0] ?? '')?.[1] ?? '' });
      }
    });
    app.setNow('2026-10-03T00:00:00+09:00');
    // The shop's own server tells of sales: what a person enters by hand stands in the audit log too.
    const token = await app.token({ role: 'ingest' });
    const conversions = await costOf(async () => {
      for (const [at, visit] of visits.entries()) {
        const lines = [aLine({ amount: usd('120.00') })];
        const body = aConversion({ conversionId: `ord_${at}`, customerId: `cus_${at}`, ...visit, lines });
        const reply = await app.call('POST', programPath('conversions'), { token, body });
        expect(reply.status, reply.text).toBe(201);
      }
    });
    const runner = localStepRunner(app.deps, { drained: async () => {} });
    const run = (programId: string, ...steps: StepName[]) =>
      costOf(async () => {
        const input = { merchantId: MERCHANT, programId, periodId: '2026-10' };
        for (const step of steps)
          await runner.start(step, { ...input, actor: step === 'approve' ? 'checker' : 'maker' });
      });
    app.setNow('2026-11-02T00:00:00+09:00');
    // Once in the life of a merchant's key, not of every close.
    await keyInUse(app.deps, MERCHANT);
    const settled = await run(PROGRAM, 'seal', 'calculate', 'approve');
    const objectPutsFull = objectPuts;
    const closed = await run(PROGRAM, 'close', 'payout');
    const objectPutsClosed = objectPuts;
    const settledEmpty = await run(EMPTY_PROGRAM, 'seal', 'calculate', 'approve');
    const objectPutsEmpty = objectPuts - objectPutsClosed;
    const closedEmpty = await run(EMPTY_PROGRAM, 'close', 'payout');

    const table = {
      click: each(CONVERSIONS, clicks),
      conversion: each(CONVERSIONS, conversions),
      settledConversion: each(CONVERSIONS, settled, settledEmpty),
      closedPartner: each(PARTNERS, closed, closedEmpty),
    };
    console.table({ ...table, emptySettled: settledEmpty, emptyClosed: closedEmpty });
    expectCovered(counted.click, table.click);
    expectCovered(counted.conversion, table.conversion);
    expectCovered(counted.settledConversion, table.settledConversion);
    expectCovered(counted.closedPartner, table.closedPartner);
    // A statement each, and the partners and entries of their one shard.
    expect(objectPutsFull - objectPutsEmpty).toBe(counted.closedPartner.objectPuts * PARTNERS + 3);
  });

  it('stands in README.md as it is calculated (else: node infra/cost.ts)', () => {
    expect(readFileSync('infra/README.md', 'utf8')).toContain(costTables());
  });
});
