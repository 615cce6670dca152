import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import type { TableNames } from '../../functions/store/dynamodb/table.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { aClick, aConversion, aLine, aPartner, aReversal, aScope, aStatement, NOON, recorded } from './facts.ts';

const DAY = 86_400_000;

/** What each write of several items leaves behind, seen through every way to read it. */
interface Case {
  readonly what: string;
  readonly items: number;
  readonly write: (stores: Stores, scope: Scope, at: number) => Promise<unknown>;
  readonly read: (stores: Stores, scope: Scope) => Promise<unknown>;
}

/** Random text does not compress: this takes two chunks and a header. */
const huge = aConversion({
  lines: Array.from({ length: 1000 }, (_, index) =>
    aLine({ lineId: `${index}`, productId: randomBytes(96).toString('base64url') }),
  ),
});

const CASES: readonly Case[] = [
  {
    what: 'a reversal',
    items: 3,
    write: (stores, scope, at) => stores.conversions.putReversal(scope, recorded(aReversal(), at)),
    read: async (stores, scope) => [
      await stores.conversions.reversal(scope, 'rev_1'),
      await stores.conversions.reversalsOf(scope, 'ord_1'),
      await factsOn(stores, scope, '2026-10-05'),
      await factsOn(stores, scope, '2026-10-06'),
    ],
  },
  {
    what: 'a click that the merchant recorded',
    items: 2,
    write: (stores, scope, at) => stores.clicks.putClick(scope, recorded(aClick(), at)),
    read: async (stores, scope) => [
      await stores.clicks.click(scope, 'clk_1'),
      await stores.clicks.clicksByVisitor(scope, 'vis_1', { from: 0, to: NOON }),
    ],
  },
  {
    what: 'a conversion in chunks',
    items: 3,
    write: (stores, scope, at) => stores.conversions.putConversion(scope, recorded(huge, at)),
    read: async (stores, scope) => (await stores.conversions.conversion(scope, 'ord_1'))?.fact,
  },
  {
    what: 'a partner',
    items: 2,
    write: (stores, { merchantId }, at) => stores.partners.putPartner(merchantId, recorded(aPartner(), at)),
    read: async (stores, { merchantId }) => [
      await stores.partners.partner(merchantId, aPartner().partnerId),
      await stores.partners.partnersAfter(merchantId, { after: null, limit: 9 }),
    ],
  },
  {
    what: 'a statement',
    items: 2,
    write: (stores, { merchantId }) => stores.statements.putStatement(merchantId, aStatement()),
    read: async (stores, { merchantId }) => [
      await stores.statements.statement(merchantId, 'stm_1'),
      await stores.statements.statementsOfPartner(merchantId, 'ptn_1'),
    ],
  },
];

describe('a crash between the writes of', () => {
  let engine: TestEngine;
  let tables: TableNames;
  let stores: Stores;

  beforeAll(async () => {
    engine = await startTestEngine();
    tables = await createTables(engine.client, 'crashes');
    stores = storesOn(engine.client);
  });
  afterAll(async () => await engine.stop());

  const storesOn = (client: DynamoDBClient): Stores =>
    dynamoStores({ client: DynamoDBDocumentClient.from(client), tables, blobs: memoryBlobs() });

  it.each(CASES)('$what leaves nothing that a retry does not finish', async ({ items, write, read }) => {
    const straight = aScope();
    await write(stores, straight, NOON);
    const expected = await read(stores, straight);

    for (const isCommitted of [false, true]) {
      for (let survived = 0; survived < items; survived += 1) {
        const scope = aScope();
        const restore = crashAfter(engine.client, survived, isCommitted);
        try {
          await expect(write(stores, scope, NOON)).rejects.toThrow('crashed');
        } finally {
          restore();
        }
        // Where nothing was written, the retry is the first try, at its own instant.
        const isFirst = survived === 0 && !isCommitted;
        await write(stores, scope, isFirst ? NOON : NOON + DAY);

        expect(await read(stores, scope), `crash after ${survived}, committed: ${isCommitted}`).toEqual(expected);
      }
    }
  });
});

async function factsOn(stores: Stores, scope: Scope, day: string): Promise<string[]> {
  const facts: string[] = [];
  for await (const { type, id } of stores.conversions.recordedOn(scope, day)) facts.push(`${type} ${id}`);
  return facts;
}

/** Lets some puts through, then fails all: before they reach the table, or with the answer lost. */
function crashAfter(client: DynamoDBClient, survived: number, isCommitted: boolean): () => void {
  let puts = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (!context.commandName?.startsWith('Put')) return await next(args);
      puts += 1;
      if (puts <= survived) return await next(args);
      if (puts === survived + 1 && isCommitted) await next(args);
      throw new Error('crashed');
    },
    { step: 'initialize', name: 'crash' },
  );
  return () => {
    client.middlewareStack.remove('crash');
  };
}
