import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DescribeTableCommand, DescribeTimeToLiveCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ITEM_BYTES_MAX, LINES_MAX } from '../../functions/limits.ts';
import type { DecodedItem } from '../../functions/store/dynamodb/codec.ts';
import { decodeBody, decodeItem, encodeFact } from '../../functions/store/dynamodb/codec.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { DICTIONARY_1 } from '../../functions/store/dynamodb/dictionary.ts';
import { readWhole } from '../../functions/store/dynamodb/items.ts';
import { sdkClient } from '../../functions/store/dynamodb/sdk-client.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import type { TableId, TableNames } from '../../functions/store/dynamodb/table.ts';
import { ownerOf, TABLES } from '../../functions/store/dynamodb/table.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import type { Scope } from '../../functions/store/scope.ts';
import type { Stores } from '../../functions/store/store.ts';
import { aSettlement } from '../domain/settlement/build.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  aDecision,
  aDraft,
  aLine,
  aLink,
  anEnrollment,
  anEntry,
  aPartner,
  aPlan,
  aProgram,
  aReversal,
  aScope,
  aStatement,
  aTermsChange,
  NOON,
  recorded,
} from './facts.ts';

type Image = Record<string, AttributeValue>;

const ADAPTER = 'functions/store/dynamodb';

describe('a body', () => {
  it('is read for ever with the words it was written with', () => {
    expect(createHash('sha256').update(DICTIONARY_1).digest('hex')).toBe(
      '5fc610d515170f1f84e0bdf82c082475e4a0a9bb7b8a44f9a0690b32c45458ed',
    );
  });

  it('holds integers of any size, and keeps a text of digits a text', () => {
    const fact = { amountMinor: -(2n ** 200n), creditWeight: 3n, note: '12', nested: [{ taxMinor: 0n }], none: null };
    expect(decodeBody(encodeFact(fact).body)).toEqual(fact);
  });

  it('of an encoding that we do not know is an error, not a guess', () => {
    expect(() => decodeBody(Buffer.of(99, 1, 2))).toThrow('99');
  });

  it('has the same hash whenever it has the same content', () => {
    expect(encodeFact({ a: 1, b: undefined, c: 2n })).toEqual(encodeFact({ c: 2n, a: 1 }));
  });
});

describe('keys', () => {
  it('say whose an item is, whatever an id is made of', () => {
    for (const id of ['a#b', '%23', '%', '#', '%2523', '注文']) {
      const encoded = (part: string) => part.replaceAll('%', '%25').replaceAll('#', '%23');
      expect(ownerOf(`${encoded(id)}#${encoded(id)}#C#x`)).toEqual({ merchantId: id, programId: id });
    }
  });

  it('are built in one file', () => {
    for (const file of readdirSync(ADAPTER).filter((name) => name !== 'table.ts')) {
      expect(readFileSync(`${ADAPTER}/${file}`, 'utf8'), file).not.toMatch(/(?:pk|sk):\s*[`'"]/);
    }
  });
});

describe('the adapter', () => {
  it('never changes, removes or scans: it puts, gets and queries, and puts two things together in one place', () => {
    for (const file of readdirSync(ADAPTER)) {
      const source = readFileSync(`${ADAPTER}/${file}`, 'utf8');
      const isTogether = file === 'put-together.ts';
      const others = isTogether ? source.replaceAll('TransactWriteCommand', '') : source;
      expect(others, file).not.toMatch(
        /\b(?:Update|Delete|Batch\w*|Transact\w*|Scan|ExecuteStatement)(?:Item)?Command\b/,
      );
      if (isTogether) expect(source).not.toMatch(/\b(?:Update|Delete|ConditionCheck): /);
    }
  });
});

describe('stored items', () => {
  let engine: TestEngine;
  let tables: TableNames;
  let stores: Stores;
  const scope = aScope();
  const conversion = aConversion({ conversionId: 'ord_#1' });
  const huge = aConversion({
    conversionId: 'ord_huge',
    lines: Array.from({ length: LINES_MAX }, (_, index) =>
      aLine({ lineId: `${index}`, productId: randomBytes(96).toString('base64url') }),
    ),
  });
  const link = aLink(scope);
  const settlement = aSettlement({ status: 'sealed', sealedAt: NOON });

  beforeAll(async () => {
    engine = await startTestEngine();
    tables = await createTables(engine.client, 'items');
    stores = dynamoStores({ client: DynamoDBDocumentClient.from(engine.client), tables, blobs: memoryBlobs() });
    await oneOfEach(stores, scope);
  });
  afterAll(async () => await engine.stop());

  async function oneOfEach(
    { programs, partners, clicks, conversions, settlements, ledger, statements }: Stores,
    of: Scope,
  ) {
    await programs.putProgram(recorded(aProgram(of)));
    await programs.putPlan(of, recorded(aPlan()));
    await programs.advanceDraft(of, null, aDraft());
    await programs.putRate(of, recorded({ date: '2026-10-01', from: 'USD', to: 'JPY', rate: '150' }));
    await partners.putPartner(of.merchantId, recorded(aPartner()));
    await partners.putEnrollment(of, recorded(anEnrollment()));
    await partners.putTermsChange(of, recorded(aTermsChange()));
    await partners.putLink(recorded(link));
    await partners.putCoupon(of, recorded(aCoupon()));
    await clicks.putClick(of, recorded(aClick()));
    await conversions.putConversion(of, recorded(conversion));
    await conversions.putConversion(of, recorded(huge));
    await conversions.putReversal(of, recorded(aReversal()));
    await conversions.noteSeenTogether(of, { customerId: 'cus_1', visitorId: 'vis_1', seenAt: NOON });
    await conversions.advanceDecision(of, NOON, null, aDecision());
    await settlements.advance(of, null, settlement);
    await ledger.post(anEntry(of));
    await statements.putStatement(of.merchantId, aStatement());
  }

  const imagesOf = async (id: TableId): Promise<Image[]> => {
    const { Items = [], LastEvaluatedKey } = await engine.client.send(new ScanCommand({ TableName: tables[id] }));
    expect(LastEvaluatedKey).toBeUndefined();
    return Items;
  };

  const expected = () => {
    const whose = { ...scope, recordedAt: NOON };
    return [
      { type: 'click', ...whose, fact: aClick() },
      { type: 'conversion', ...whose, fact: conversion },
      { type: 'conversion', ...whose, fact: huge },
      { type: 'coupon', ...whose, fact: aCoupon() },
      { type: 'decision', ...whose, fact: aDecision() },
      { type: 'enrollment', ...whose, fact: anEnrollment() },
      { type: 'entry', ...whose, recordedAt: null, fact: anEntry(scope) },
      { type: 'link', ...whose, fact: link },
      { type: 'partner', ...whose, programId: null, fact: aPartner() },
      { type: 'plan', ...whose, fact: aPlan() },
      { type: 'program', ...whose, fact: aProgram(scope) },
      { type: 'rate', ...whose, fact: { date: '2026-10-01', from: 'USD', to: 'JPY', rate: '150' } },
      { type: 'reversal', ...whose, fact: aReversal() },
      { type: 'settlement', ...whose, recordedAt: null, fact: settlement },
      { type: 'statement', ...whose, fact: aStatement() },
      { type: 'terms-change', ...whose, fact: aTermsChange() },
    ];
  };

  it.each(['bytes', 'base64'])('tell each fact once, with whose it is, from images in %s', async (form) => {
    const told: DecodedItem[] = [];
    for (const id of Object.keys(TABLES) as TableId[]) {
      const table = { client: sdkClient(DynamoDBDocumentClient.from(engine.client)), name: tables[id] };
      for (const image of await imagesOf(id)) {
        const item = await readWhole(table, form === 'bytes' ? image : inBase64(image));
        if (item !== null) told.push(item);
      }
    }
    const byTypeAndSize = (a: { type: string; fact: unknown }, b: { type: string; fact: unknown }) =>
      a.type < b.type ? -1 : a.type > b.type ? 1 : encodeFact(a.fact).body.length - encodeFact(b.fact).body.length;

    expect(told.sort(byTypeAndSize)).toEqual(expected());
  });

  it('in chunks are not told by their header alone', async () => {
    const headers = (await imagesOf('records')).filter((image) => image['n'] !== undefined);
    expect(headers).toHaveLength(1);
    for (const header of headers) expect(() => decodeItem(header)).toThrow('2 chunks');
  });

  it(`are never larger than ${ITEM_BYTES_MAX} bytes`, async () => {
    for (const id of Object.keys(TABLES) as TableId[]) {
      for (const image of await imagesOf(id)) expect(JSON.stringify(inText(image)).length).toBeLessThan(ITEM_BYTES_MAX);
    }
  });

  it('of the tracking table end 400 days after they were recorded; no other ever ends', async () => {
    const ends = (await imagesOf('tracking')).map((image) => Number(image['x']?.N));
    expect(ends).toEqual([NOON / 1000 + 400 * 86_400, NOON / 1000 + 400 * 86_400]);
    for (const id of ['records', 'ledger'] as const) {
      for (const image of await imagesOf(id)) expect(image['x']).toBeUndefined();
    }
  });

  it('begin their keys with their merchant; but for a link, which anybody may follow, and what finds all programs', async () => {
    const keys: string[] = [];
    for (const id of Object.keys(TABLES) as TableId[]) {
      for (const image of await imagesOf(id)) keys.push(image['pk']?.S ?? '');
    }
    const others = keys.filter((pk) => !pk.startsWith(`${scope.merchantId}#`));
    expect(others.sort()).toEqual([`##L#${link.linkId}`, expect.stringMatching(/^##PX#[0-9a-f]$/)]);
  });

  it('stand in tables made as they are defined, and made once', async () => {
    await createTables(engine.client, 'items');
    for (const id of Object.keys(TABLES) as TableId[]) {
      const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: tables[id] }));
      const life = await engine.client.send(new DescribeTimeToLiveCommand({ TableName: tables[id] }));
      expect(Table?.KeySchema).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      expect(Table?.StreamSpecification?.StreamViewType ?? null).toBe(TABLES[id].stream);
      expect(life.TimeToLiveDescription?.AttributeName ?? null).toBe(TABLES[id].timeToLive);
    }
  });
});

/** As Lambda hands images over. */
function inBase64(image: Image): Record<string, unknown> {
  const turned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(image)) {
    turned[name] = value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') };
  }
  return turned;
}

/** One letter for each byte. */
function inText(image: Image): Record<string, string> {
  const turned: Record<string, string> = {};
  for (const [name, { S, N, B }] of Object.entries(image)) turned[name] = S ?? N ?? '.'.repeat(B?.byteLength ?? 0);
  return turned;
}
