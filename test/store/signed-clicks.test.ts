import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import type { Stores } from '../../functions/store/store.ts';
import { makeClickId, makeVisitorId } from '../../functions/tracking/click-id.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { aClick, aScope, NOON, recorded } from './facts.ts';

const KEY = new Uint8Array(32).fill(1);

describe('clicks whose id we signed', () => {
  let engine: TestEngine;
  let stores: Stores;

  beforeAll(async () => {
    engine = await startTestEngine();
    const client = DynamoDBDocumentClient.from(engine.client);
    const tables = await createTables(engine.client, 'signed');
    stores = dynamoStores({ client, tables, blobs: memoryBlobs(), clickIdKey: KEY });
  });
  afterAll(async () => await engine.stop());

  const visitorId = makeVisitorId('one');
  const clickId = makeClickId(KEY, { visitorId, occurredAt: NOON, random: 'x' });
  const signed = aClick({ clickId, visitorId });

  it('are found by id and by visitor', async () => {
    const scope = aScope();
    expect((await stores.clicks.putClick(scope, recorded(signed))).outcome).toBe('created');
    expect((await stores.clicks.putClick(scope, recorded(signed, NOON + 1))).outcome).toBe('repeated');

    expect(await stores.clicks.click(scope, clickId)).toEqual(signed);
    expect(await stores.clicks.clicksByVisitor(scope, visitorId, { from: NOON, to: NOON })).toEqual([signed]);
    expect(await stores.clicks.click(aScope(), clickId)).toBeNull();
  });

  it('are a conflict with another partner under the same id', async () => {
    const scope = aScope();
    await stores.clicks.putClick(scope, recorded(signed));
    const put = await stores.clicks.putClick(scope, recorded({ ...signed, partnerId: 'ptn_9' }));

    expect(put).toEqual({ outcome: 'conflict', stored: recorded(signed) });
  });

  it.each([{ occurredAt: NOON + 1 }, { visitorId: makeVisitorId('two') }])(
    'are refused with %j, which is not what the id says',
    async (change) => {
      const put = stores.clicks.putClick(aScope(), recorded({ ...signed, ...change }));
      await expect(put).rejects.toMatchObject({ code: 'click.conflict', field: 'clickId' });
    },
  );

  it('stand beside the clicks with other ids of the same visitor', async () => {
    const scope = aScope();
    const other = aClick({ clickId: 'bp_not-ours', visitorId, occurredAt: NOON + 1 });
    await stores.clicks.putClick(scope, recorded(other));
    await stores.clicks.putClick(scope, recorded(signed));

    expect(await stores.clicks.click(scope, 'bp_not-ours')).toEqual(other);
    expect(await stores.clicks.clicksByVisitor(scope, visitorId, { from: 0, to: NOON + 1 })).toEqual([signed, other]);
  });
});
