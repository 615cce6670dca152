import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTables } from '../../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../../functions/store/memory/blobs.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { aConversion, aPlan, aProgram, aReversal, at } from '../../support/build.ts';
import type { TestEngine } from '../../support/engine.ts';
import { startTestEngine } from '../../support/engine.ts';
import type { World } from './world.ts';
import { aWorld } from './world.ts';

const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';
const WRITERS = 4;
const FACTS_EACH = 6;
const COMMISSION_EACH = 500n;

/** Small whole numbers that follow from a seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** The same stores, each call of which waits for a few turns of the event loop before and after: every seed another order. */
function jittery(inner: Stores, below: (limit: number) => number): Stores {
  const turns = async (): Promise<void> => {
    for (let left = below(4); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const watched = (store: object): object =>
    new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function' || name === 'recordedOn' || name === 'entries') return method;
        return async (...given: unknown[]): Promise<unknown> => {
          await turns();
          const answer: unknown = await Reflect.apply(method, target, given);
          await turns();
          return answer;
        };
      },
    });
  const all = Object.entries(inner).map(([name, store]: [string, object]) => [name, watched(store)]);
  return { ...(Object.fromEntries(all) as Stores), runs: inner.runs, proofs: inner.proofs };
}

/** Records sales, and a reversal of every second one, one after another. */
async function write(world: World, writer: number, isDone: string[]): Promise<void> {
  for (let place = 0; place < FACTS_EACH; place += 1) {
    const conversionId = `c${writer}-${place}`;
    const occurredAt = at('2026-10-20T10:00:00+09:00') + place;
    await world.record({ conversions: [aConversion({ conversionId, occurredAt, partnerId: 'ptn_1' })] });
    isDone.push(conversionId);
    if (place % 2 === 0) continue;
    const reversalId = `r${writer}-${place}`;
    await world.record({ reversals: [aReversal({ reversalId, conversionId, occurredAt: occurredAt + 1 })] });
    isDone.push(reversalId);
  }
}

async function sealedIds({ deps, scope }: World, periodId: string): Promise<string[]> {
  const record = await deps.stores.settlements.settlement(scope, periodId);
  const manifest = await deps.stores.runs.manifest(scope, periodId, record?.manifestHash ?? '');
  return (manifest?.rows ?? []).flatMap(({ type, id }) => (type === 'conversion' || type === 'reversal' ? id : []));
}

/** October is sealed while writers run on, and settled; what came too late is settled with November. */
async function raced(stores: Stores, seed: number, programId: string) {
  const below = numbersFrom(seed);
  const program = { ...aProgram(), programId };
  const world = await aWorld({
    stores: jittery(stores, below),
    program,
    plans: [aPlan({ holdDays: 0 })],
    createdAt: at('2026-10-30T01:00:00+09:00'),
  });
  world.setNow(at('2026-11-01T01:00:00+09:00'));
  const acknowledged: string[] = [];
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(world, writer, acknowledged));
  for (let left = below(120); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
  const before = [...acknowledged];
  await world.step('seal', OCTOBER);
  await Promise.all(writers);
  for (const step of ['calculate', 'approve', 'close', 'payout'] as const) await world.step(step, OCTOBER);
  world.setNow(at('2026-12-01T01:00:00+09:00'));
  await world.settle(NOVEMBER);
  let payableMinor = 0n;
  for (const periodId of [OCTOBER, NOVEMBER]) {
    const runId = (await world.deps.stores.settlements.settlement(world.scope, periodId))?.runId ?? '';
    for (const partner of await world.deps.stores.runs.partners(world.scope, { periodId, runId })) {
      payableMinor += partner.payableMinor - partner.openingMinor;
    }
  }
  const october = await sealedIds(world, OCTOBER);
  const november = await sealedIds(world, NOVEMBER);
  return { before, acknowledged, october, november, payableMinor };
}

/** Every acknowledged fact is in exactly one manifest, those acknowledged before the seal in its own, and paid once. */
async function expectOnce(stores: Stores, seed: number, programId: string): Promise<boolean> {
  const { before, acknowledged, october, november, payableMinor } = await raced(stores, seed, programId);
  expect([...october, ...november].sort(), `seed ${seed}`).toEqual([...acknowledged].sort());
  expect(october, `seed ${seed}`).toEqual(expect.arrayContaining(before));
  const sales = BigInt(WRITERS * FACTS_EACH);
  const perReversal = COMMISSION_EACH / 10n;
  expect(payableMinor, `seed ${seed}`).toBe(sales * COMMISSION_EACH - (sales / 2n) * perReversal);
  return october.length > 0 && november.length > 0;
}

describe('facts that are recorded while a period is sealed', () => {
  it('belong to exactly one period, whatever the order, and are paid once: in memory', async () => {
    let split = 0;
    for (let seed = 1; seed <= 60; seed += 1) split += Number(await expectOnce(memoryStores(), seed, 'prg_1'));
    // Many of the seeds must have cut through the writers, or nothing was raced.
    expect(split).toBeGreaterThan(20);
  });

  describe('in the database', () => {
    let engine: TestEngine;
    let stores: Stores;
    beforeAll(async () => {
      engine = await startTestEngine(process.env);
      const client = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
      const tables = await createTables(engine.client, `seal-race-${process.pid}`);
      stores = dynamoStores({ client, direct: engine.direct, tables, blobs: memoryBlobs() });
    });
    afterAll(async () => {
      await engine.stop();
    });

    it('they do so too', async () => {
      let split = 0;
      for (let seed = 1; seed <= 4; seed += 1) split += Number(await expectOnce(stores, seed, `prg_${seed}`));
      expect(split).toBeGreaterThan(0);
    }, 240_000);
  });
});
