import { createHash, randomBytes } from 'node:crypto';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, EntryLine } from '../../domain/ledger/entry.ts';
import { entryIdOf } from '../../domain/ledger/entry-id.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import { localCipher } from '../../functions/runtime/cipher.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import { createTables } from '../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../functions/store/dynamodb/stores.ts';
import type { KeptDecision } from '../../functions/store/fact-store.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import type { Stores } from '../../functions/store/store.ts';
import { makeClickId, makeVisitorId } from '../../functions/tracking/click-id.ts';
import { decideConversion } from '../../functions/usecases/facts/decide-conversion.ts';
import { recordConversion } from '../../functions/usecases/facts/record-conversion.ts';
import type { TestEngine } from '../support/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { aSigner } from '../support/signing.ts';
import type { Cost, UnitCounter } from '../support/write-units.ts';
import { countUnits } from '../support/write-units.ts';
import { anEnrollment, aPartner, aPlan, aProgram, NOON, recorded } from './facts.ts';

const UNITS_MAX = 5;
const KEY = new Uint8Array(32).fill(7);

const scope = { merchantId: anId('mer_'), programId: anId('prg_') };
const partnerId = anId('ptn_');
const PRODUCTS = [
  ['抹茶と和栗のモンブラン 6個入り', '洋菓子・ケーキ'],
  ['北海道産小豆の最中 詰め合わせ', '和菓子'],
  ['有機ほうじ茶ティーバッグ 30包', 'お茶・飲料'],
  ['手摘みいちごの生チョコレート', '洋菓子・チョコレート'],
  ['贈答用風呂敷包み（桜・大）', 'ギフト包装'],
] as const;

describe('write units', () => {
  let engine: TestEngine;
  let stores: Stores;
  let counter: UnitCounter;
  const table: (Cost & { readonly what: string })[] = [];

  beforeAll(async () => {
    engine = await startTestEngine();
    const tables = await createTables(engine.client, 'units');
    counter = countUnits(engine.client);
    const client = DynamoDBDocumentClient.from(engine.client);
    stores = dynamoStores({ client, tables, blobs: memoryBlobs(), clickIdKey: KEY });
    await stores.programs.putProgram(recorded(aProgram(scope)));
    await stores.programs.putPlan(scope, recorded(aPlan()));
    await stores.partners.putPartner(scope.merchantId, recorded(aPartner({ partnerId })));
    await stores.partners.putEnrollment(scope, recorded(anEnrollment({ partnerId, joinedAt: NOON - 9_000_000_000 })));
  });
  afterAll(async () => {
    await engine.stop();
    // The report shows what each thing costs; the numbers are asserted beside it.
    console.table(table);
  });

  const costOf = async (what: string, work: () => Promise<unknown>): Promise<number> => {
    const cost = await counter.during(work);
    table.push({ what, ...cost });
    return cost.writes;
  };

  it('a click through our link costs 1', async () => {
    const click = aSignedClick();
    expect(await costOf('click through a link', () => stores.clicks.putClick(scope, recorded(click)))).toBe(1);
    expect(await stores.clicks.click(scope, click.clickId)).toEqual(click);
  });

  it('a click that the merchant recorded costs 2: it is found by id and by visitor', async () => {
    const click = { ...aSignedClick(), clickId: anId('clk_') };
    expect(await costOf('recorded click', () => stores.clicks.putClick(scope, recorded(click)))).toBe(2);
  });

  it.each([1, 5])('a conversion of %i lines, recorded and decided, costs 3', async (lines) => {
    const click = aSignedClick();
    await stores.clicks.putClick(scope, recorded(click));
    const conversion = aRealConversion(click, lines);
    const cost = await costOf(`conversion of ${lines}: fact, seen together, decision`, () => record(conversion));

    expect(cost).toBe(3);
    expect((await stores.conversions.conversion(scope, conversion.conversionId))?.fact).toEqual(conversion);
  });

  it(`a single-touch conversion of five lines costs at most ${UNITS_MAX} end to end, indexes and idempotency included`, async () => {
    const click = aSignedClick();
    await stores.clicks.putClick(scope, recorded(click));
    const conversion = aRealConversion(click, 5);
    const { customerId, visitorId, occurredAt, conversionId } = conversion;
    const decision = await rehearsed(conversion);
    expect(decision.attribution).toMatchObject({ outcome: 'attributed', touchpoints: [{ id: click.clickId }] });
    expect(decision.lines).toHaveLength(5);

    const costs = {
      conversion: await costOf('  five lines: conversion', () =>
        stores.conversions.putConversion(scope, recorded(conversion)),
      ),
      seenTogether: await costOf('  five lines: seen together', () =>
        stores.conversions.noteSeenTogether(scope, {
          customerId: customerId ?? '',
          visitorId: visitorId ?? '',
          seenAt: occurredAt,
        }),
      ),
      decision: await costOf('  five lines: decision and index', () =>
        stores.conversions.advanceDecision(scope, NOON, null, decision),
      ),
      accrual: await costOf('  five lines: accrual', () => stores.ledger.post(anEntryOf(decision, 'accrual'))),
      release: await costOf('  five lines: release', () => stores.ledger.post(anEntryOf(decision, 'release'))),
    };
    const total = Object.values(costs).reduce((sum, cost) => sum + cost, 0);
    table.push({ what: 'five lines, end to end', writes: total, reads: 0.5, bytes: 0 });

    expect(costs).toEqual({ conversion: 1, seenTogether: 1, decision: 1, accrual: 1, release: 1 });
    expect(total).toBeLessThanOrEqual(UNITS_MAX);
    expect(await stores.conversions.decision(scope, NOON, conversionId)).toEqual(decision);
  });

  it('a customer seen with the same visitor again costs no write', async () => {
    const seen = { customerId: anId('cus_'), visitorId: anId('vis_'), seenAt: NOON };
    await stores.conversions.noteSeenTogether(scope, seen);
    const cost = await costOf('seen together again', () =>
      stores.conversions.noteSeenTogether(scope, { ...seen, seenAt: NOON + 1 }),
    );
    expect(cost).toBe(0);
  });

  it('a reversal costs 3: by its id, in the index of its day, beside its conversion', async () => {
    const reversal = {
      reversalId: anId('rev_'),
      conversionId: anId('ord_'),
      lineId: anId('itm_'),
      occurredAt: NOON,
      cause: 'refund',
      amountMinor: 3240n,
      currency: 'JPY',
      quantity: 1,
    } as const;
    expect(await costOf('reversal', () => stores.conversions.putReversal(scope, recorded(reversal)))).toBe(3);
  });

  /** The decision that our rules make of it, under another id, so that this one's writes are still to be counted. */
  async function rehearsed(conversion: Conversion): Promise<KeptDecision> {
    const rehearsal = { ...conversion, conversionId: anId('ord_'), customerId: null };
    await stores.conversions.putConversion(scope, recorded(rehearsal));
    const decision = await decideConversion({ stores }, scope, rehearsal.conversionId);
    return { ...decision, conversionId: conversion.conversionId };
  }

  function record(conversion: Conversion): Promise<unknown> {
    const deps: Deps = {
      stores,
      now: () => NOON,
      newId: () => randomBytes(16).toString('base64url'),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      cipher: localCipher(new Uint8Array(32)),
      sha256Bytes,
      signer: aSigner(),
      clickIdKey: KEY,
    };
    return recordConversion(deps, { scope, conversion });
  }
});

function aSignedClick(): Click {
  const visitorId = makeVisitorId(randomBytes(16).toString('base64url'));
  const occurredAt = NOON - 86_400_123;
  const clickId = makeClickId(KEY, { visitorId, occurredAt, random: randomBytes(16).toString('base64url') });
  return { clickId, visitorId, occurredAt, partnerId, linkId: anId('lnk_'), isBot: false };
}

function aRealConversion(click: Click, lines: number): Conversion {
  return {
    conversionId: anId('ord_'),
    occurredAt: NOON - 3210,
    kind: 'sale',
    currency: 'JPY',
    visitorId: click.visitorId,
    customerId: anId('cus_'),
    coupon: null,
    country: 'JP',
    partnerId: null,
    clickId: click.clickId,
    lines: PRODUCTS.slice(0, lines).map(([productId, category], index) => ({
      lineId: anId('itm_'),
      productId,
      category,
      quantity: index + 1,
      amountMinor: BigInt(3240 + index * 1187),
      taxMinor: BigInt(240 + index * 88),
      shippingMinor: index === 0 ? 550n : 0n,
    })),
    metadata: { 店舗: '銀座本店', 配送: '冷蔵・翌日午前' },
  };
}

/** An entry as the close makes it of these lines. */
function anEntryOf({ conversionId, lines }: KeptDecision, kind: 'accrual' | 'release'): Entry {
  const moved = lines.map(
    ({ lineId, ruleId, amountMinor }): EntryLine => ({ lineId, ruleId: ruleId ?? '', amountMinor }),
  );
  const amountMinor = moved.reduce((sum, line) => sum + line.amountMinor, 0n);
  const held = `partner/${partnerId}/held` as const;
  return {
    ...scope,
    entryId: entryIdOf('2026-10', kind, conversionId, partnerId),
    partnerId,
    kind,
    periodId: '2026-10',
    bookedOn: '2026-10-31',
    effectiveAt: NOON - 3210,
    currency: 'JPY',
    cause: { type: 'conversion', conversionId, lines: moved },
    postings:
      kind === 'accrual'
        ? [{ from: 'expense/commission', to: held, amountMinor }]
        : [{ from: held, to: `partner/${partnerId}/payable`, amountMinor }],
  };
}

/** A prefix and random letters: 24 characters, as ids of shops are. */
function anId(prefix: string): string {
  return (prefix + randomBytes(24).toString('base64url')).slice(0, 24);
}
