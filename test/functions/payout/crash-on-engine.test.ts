import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTables } from '../../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../../functions/store/memory/blobs.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { at } from '../../support/build.ts';
import { Crashed, cloudLikeStores, crashing } from '../../support/crashing-stores.ts';
import type { TestEngine } from '../../support/engine.ts';
import { startTestEngine } from '../../support/engine.ts';
import type { World } from '../settlement/world.ts';
import { CLOSING, leftBy, OCTOBER, settle, soldInOctober, UP_TO_RESULTS } from './payout-life.ts';

/** What a month goes through, from its seal to the last result of a bank. */
interface Command {
  readonly what: string;
  readonly run: (stores: Stores) => Promise<unknown>;
}

function monthOf(world: World): readonly Command[] {
  const closing = CLOSING.map((step) => ({
    what: step,
    run: (stores: Stores) => world.step(step, OCTOBER, stores),
  }));
  const paying = [...UP_TO_RESULTS, settle].map(({ what, on, command }) => ({
    what,
    run: (stores: Stores) => {
      world.setNow(at(`${on}T09:00:00+09:00`));
      return command({ ...world.deps, stores }, world.scope);
    },
  }));
  return [...closing, ...paying];
}

/** Where in a command the process dies, as parts of its calls; the second time the call had reached the store. */
const DEATHS = [
  { part: 0.4, isCommitted: false },
  { part: 0.8, isCommitted: true },
] as const;

describe('a month on the DynamoDB engine', () => {
  let engine: TestEngine;
  let stores: Stores;
  beforeAll(async () => {
    engine = await startTestEngine({});
    const tables = await createTables(engine.client, `bunpai-crash-${randomUUID()}`);
    stores = dynamoStores({ client: DynamoDBDocumentClient.from(engine.client), tables, blobs: memoryBlobs() });
  });
  afterAll(() => engine.stop());

  it('ends as one in memory without a crash, though every command dies twice on its way', {
    timeout: 120_000,
  }, async () => {
    const straight = await soldInOctober(cloudLikeStores());
    const calls: number[] = [];
    for (const { run } of monthOf(straight)) {
      const counted = crashing(straight.deps.stores, { after: Number.POSITIVE_INFINITY, isCommitted: false });
      await run(counted.stores);
      calls.push(counted.calls());
    }
    const crashed = await soldInOctober(stores);
    let deaths = 0;
    for (const [place, { what, run }] of monthOf(crashed).entries()) {
      for (const { part, isCommitted } of DEATHS) {
        const after = Math.floor((calls[place] ?? 0) * part);
        const end = await run(crashing(stores, { after, isCommitted }).stores).catch((error: unknown) => error);
        if (end instanceof Crashed) deaths += 1;
        else if (end instanceof Error) throw new Error(`${what} died of something else`, { cause: end });
      }
      await run(stores);
    }
    expect(deaths).toBeGreaterThan(calls.length);
    expect(await leftBy(crashed)).toEqual(await leftBy(straight));
  });
});
