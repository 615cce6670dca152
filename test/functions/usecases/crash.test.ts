import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deps } from '../../../functions/runtime/deps.ts';
import { createTables } from '../../../functions/store/dynamodb/create-tables.ts';
import { dynamoStores } from '../../../functions/store/dynamodb/stores.ts';
import { memoryBlobs } from '../../../functions/store/memory/blobs.ts';
import type { Scope } from '../../../functions/store/scope.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { approveDeal } from '../../../functions/usecases/deal/protect-deal.ts';
import { registerDeal } from '../../../functions/usecases/deal/register-deal.ts';
import { winDeal } from '../../../functions/usecases/deal/win-deal.ts';
import { recordClick } from '../../../functions/usecases/facts/record-click.ts';
import { recordConversion } from '../../../functions/usecases/facts/record-conversion.ts';
import { recordRate } from '../../../functions/usecases/facts/record-rate.ts';
import { recordReversal } from '../../../functions/usecases/facts/record-reversal.ts';
import { decideAdjustment, draftAdjustment } from '../../../functions/usecases/ledger/adjustment.ts';
import { decideOpenings, draftOpenings } from '../../../functions/usecases/ledger/opening-balances.ts';
import { rejectPeriod } from '../../../functions/usecases/settlement/reject-period.ts';
import { changeTerms } from '../../../functions/usecases/terms/change-terms.ts';
import { createCoupon } from '../../../functions/usecases/terms/create-coupon.ts';
import { createLink } from '../../../functions/usecases/terms/create-link.ts';
import { createPartner } from '../../../functions/usecases/terms/create-partner.ts';
import { createProgram } from '../../../functions/usecases/terms/create-program.ts';
import { enroll } from '../../../functions/usecases/terms/enroll.ts';
import { discardDraft, publishDraft, saveDraft } from '../../../functions/usecases/terms/plan-draft.ts';
import { publishPlan } from '../../../functions/usecases/terms/publish-plan.ts';
import { aDealContent, aWonDeal } from '../../domain/deal/build.ts';
import {
  aClick,
  aConversion,
  aCoupon,
  aPlan,
  aProgram,
  aReversal,
  at,
  NOON,
  someAttribution,
  someEnrollmentTerms,
} from '../../support/build.ts';
import { Crashed, cloudLikeStores, crashing, NEVER } from '../../support/crashing-stores.ts';
import type { TestEngine } from '../../support/engine.ts';
import { startTestEngine } from '../../support/engine.ts';
import type { World } from '../settlement/world.ts';
import { aWorld } from '../settlement/world.ts';

/** One use case that writes: what went before, the command, and everything that can be read of what it wrote. */
interface Case {
  readonly what: string;
  /** Many calls, none of its own: tried in memory only. */
  readonly isSlow?: true;
  readonly before?: (deps: Deps, scope: Scope) => Promise<unknown>;
  readonly command: (deps: Deps, scope: Scope) => Promise<unknown>;
  readonly read: (stores: Stores, scope: Scope) => Promise<unknown>;
}

const MAKER = 'maker@example.jp';
const CHECKER = 'checker@example.jp';
const LATER = at('2026-12-01T00:00:00+09:00');
const PLAN = aPlan({ version: 2, effectiveFrom: '2027-01-01' });
const change = (scope: Scope) => ({ scope, version: 2, by: MAKER, seen: '*' as const });
const content = { partnerId: 'ptn_1', effectiveAt: NOON, reason: 'goodwill', text: '春の感謝' } as const;
const adjustment = { ...content, adjustmentId: 'adj_1', amount: { minor: 500n, currency: 'JPY' } };
const openings = {
  importId: 'imp_1',
  csv: 'partner_id,held,held_until,payable,currency\nptn_1,0,,1200,JPY\nptn_2,0,,-300,JPY\n',
};
const plansOf = async ({ programs }: Stores, scope: Scope) => [
  await programs.plans(scope),
  await programs.drafts(scope),
];
const daysOf = async ({ conversions }: Stores, scope: Scope): Promise<unknown> => {
  const facts: string[] = [];
  for await (const { type, id } of conversions.recordedOn(scope, '2026-12-01')) facts.push(`${type} ${id}`);
  return facts;
};
const conversionOf = async (stores: Stores, scope: Scope): Promise<unknown> => [
  await stores.conversions.conversion(scope, 'cnv_1'),
  await stores.conversions.reversalsOf(scope, 'cnv_1'),
  await stores.conversions.decision(scope, LATER, 'cnv_1'),
  await stores.conversions.seenTogether(scope, 'cus_1'),
  await daysOf(stores, scope),
];

const split = [
  { partnerId: 'ptn_1', share: '0.5' },
  { partnerId: 'ptn_2', share: '0.5' },
];
const registerIt = async (deps: Deps, scope: Scope): Promise<string> => {
  const content = aDealContent({ domain: 'sample.co.jp', parts: split });
  const { deal } = await registerDeal(deps, { scope, partnerId: 'ptn_1', reference: 'A-1', content, by: MAKER });
  return deal.dealId;
};
const ofDeal = async (deps: Deps, scope: Scope) => {
  const dealId = await registerIt(deps, scope);
  return { scope, dealId, partnerId: null, by: CHECKER, seen: '*' } as const;
};
const approveIt = async (deps: Deps, scope: Scope) =>
  await approveDeal(deps, { ...(await ofDeal(deps, scope)), judgements: [] });
/** A deal is named by its merchant, so its name is taken out of what is compared. */
const dealsOf = async ({ deals, conversions }: Stores, scope: Scope): Promise<unknown> => {
  const own = { after: null, limit: 100 };
  const [found] = await deals.indexed(scope, { by: 'partner', partnerId: 'ptn_1' }, own);
  const { dealId = '', position = '' } = found ?? {};
  const all = [
    position,
    await deals.steps(scope, dealId),
    await deals.indexed(scope, { by: 'partner', partnerId: 'ptn_2' }, own),
    await deals.indexed(scope, { by: 'status', status: 'submitted', month: '2026-12' }, own),
    await deals.indexed(scope, { by: 'status', status: 'approved', month: '2026-12' }, own),
    await deals.indexed(scope, { by: 'status', status: 'won', month: '2026-12' }, own),
    await deals.alike(scope, 'domain', 'sample.co.jp'),
    (await deals.dueOn('2026-12-03')).filter(({ merchantId }) => merchantId === scope.merchantId),
    await conversions.conversion(scope, dealId),
    await conversions.decision(scope, LATER, dealId),
  ];
  const text = JSON.stringify(all, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));
  return JSON.parse(text.replaceAll(dealId, 'the deal'));
};

const CASES: readonly Case[] = [
  { what: 'registering a deal', command: registerIt, read: dealsOf },
  {
    what: 'approving a deal',
    before: registerIt,
    command: approveIt,
    read: dealsOf,
  },
  {
    what: 'winning a deal',
    isSlow: true,
    before: approveIt,
    command: async (deps, scope) =>
      winDeal(deps, { ...(await ofDeal(deps, scope)), won: aWonDeal({ occurredAt: LATER }), parts: null }),
    read: dealsOf,
  },
  {
    what: 'creating a program',
    command: (deps, { merchantId }) => createProgram(deps, aProgram({ merchantId, programId: 'prg_2' })),
    read: ({ programs }, { merchantId }) => programs.programs(merchantId),
  },
  {
    what: 'publishing a plan',
    command: (deps, scope) => publishPlan(deps, { scope, plan: PLAN, by: MAKER }),
    read: plansOf,
  },
  {
    what: 'writing a draft of a plan',
    command: (deps, scope) => saveDraft(deps, { ...change(scope), seen: null, plan: PLAN }),
    read: plansOf,
  },
  {
    what: 'publishing a draft of a plan',
    before: (deps, scope) => saveDraft(deps, { ...change(scope), seen: null, plan: PLAN }),
    command: (deps, scope) => publishDraft(deps, { ...change(scope), by: CHECKER }),
    read: plansOf,
  },
  {
    what: 'throwing a draft of a plan away',
    before: (deps, scope) => saveDraft(deps, { ...change(scope), seen: null, plan: PLAN }),
    command: (deps, scope) => discardDraft(deps, change(scope)),
    read: plansOf,
  },
  {
    what: 'recording a rate',
    command: (deps, scope) =>
      recordRate(deps, { scope, rate: { date: '2026-10-01', from: 'USD', to: 'JPY', rate: '150.25' } }),
    read: ({ programs }, scope) => programs.rates(scope),
  },
  {
    what: 'creating a partner',
    command: (deps, { merchantId }) =>
      createPartner(deps, {
        merchantId,
        partner: { partnerId: 'ptn_9', name: '新しい人', kind: 'creator', country: 'JP', customerIds: [] },
      }),
    read: ({ partners }, { merchantId }) => partners.partner(merchantId, 'ptn_9'),
  },
  {
    what: 'enrolling a partner',
    before: (deps, { merchantId }) =>
      createPartner(deps, {
        merchantId,
        partner: { partnerId: 'ptn_9', name: '新しい人', kind: 'creator', country: 'JP', customerIds: [] },
      }),
    command: (deps, scope) =>
      enroll(deps, {
        scope,
        enrollment: { partnerId: 'ptn_9', joinedAt: NOON, endedAt: null, terms: someEnrollmentTerms() },
      }),
    read: ({ partners }, scope) => partners.enrollments(scope),
  },
  {
    what: 'changing terms',
    command: (deps, scope) =>
      changeTerms(deps, {
        scope,
        change: { partnerId: 'ptn_1', from: LATER, value: someEnrollmentTerms({ tier: 'gold' }) },
      }),
    read: ({ partners }, scope) => partners.termsChanges(scope),
  },
  {
    what: 'creating a coupon',
    command: (deps, scope) => createCoupon(deps, { scope, coupon: aCoupon() }),
    read: ({ partners }, scope) => partners.coupons(scope),
  },
  {
    what: 'recording a click, which a data-driven model notes',
    command: (deps, scope) => recordClick(deps, { scope, click: aClick() }),
    read: async ({ clicks }, scope) => [
      await clicks.click(scope, 'clk_1'),
      await clicks.clicksByVisitor(scope, 'vis_1', { from: 0, to: LATER }),
    ],
  },
  {
    what: 'recording a conversion after its reversal',
    before: (deps, scope) => recordReversal(deps, { scope, reversal: aReversal() }),
    command: (deps, scope) => recordConversion(deps, { scope, conversion: aConversion({ customerId: 'cus_1' }) }),
    read: conversionOf,
  },
  {
    what: 'recording a reversal after its conversion',
    before: (deps, scope) => recordConversion(deps, { scope, conversion: aConversion({ customerId: 'cus_1' }) }),
    command: (deps, scope) => recordReversal(deps, { scope, reversal: aReversal() }),
    read: conversionOf,
  },
  {
    what: 'drafting an adjustment',
    command: (deps, scope) => draftAdjustment(deps, { scope, body: adjustment, by: MAKER }),
    read: ({ adjustments }, scope) => adjustments.adjustments(scope),
  },
  {
    what: 'approving an adjustment',
    before: (deps, scope) => draftAdjustment(deps, { scope, body: adjustment, by: MAKER }),
    command: (deps, scope) =>
      decideAdjustment(deps, { scope, adjustmentId: 'adj_1', by: CHECKER, outcome: 'approved' }),
    read: ({ adjustments }, scope) => adjustments.adjustments(scope),
  },
  {
    what: 'drafting balances to take over',
    command: (deps, scope) => draftOpenings(deps, { scope, ...openings, by: MAKER }),
    read: ({ adjustments }, scope) => adjustments.openings(scope),
  },
  {
    what: 'approving balances to take over',
    before: (deps, scope) => draftOpenings(deps, { scope, ...openings, by: MAKER }),
    command: (deps, scope) => decideOpenings(deps, { scope, importId: 'imp_1', by: CHECKER, outcome: 'approved' }),
    read: ({ adjustments }, scope) => adjustments.openings(scope),
  },
];

/** What names itself by its merchant, and what looks far back. Steps of a settlement have cases beside `settle`. */
const OTHERS: readonly Case[] = [
  {
    what: 'creating a link',
    command: (deps, scope) =>
      createLink(deps, {
        scope,
        linkId: `lnk_${scope.merchantId}`,
        partnerId: 'ptn_1',
        destination: 'https://shop.example.jp/tea',
      }),
    read: async ({ partners }, { merchantId }) => {
      const { merchantId: _, linkId: __, ...link } = (await partners.link(`lnk_${merchantId}`)) ?? {};
      return link;
    },
  },
];

describe('a process that dies at any call of the stores leaves nothing that the command sent again does not finish', () => {
  let engine: TestEngine;
  let onEngine: Stores;
  beforeAll(async () => {
    engine = await startTestEngine();
    const tables = await createTables(engine.client, 'usecases');
    const client = DynamoDBDocumentClient.from(engine.client, { marshallOptions: { removeUndefinedValues: true } });
    const { direct } = engine;
    onEngine = dynamoStores({ client, direct, tables, blobs: memoryBlobs(), clickIdKey: new Uint8Array(32) });
  });
  afterAll(async () => await engine.stop());

  const storesOf = { memory: cloudLikeStores, engine: (): Stores => onEngine };

  describe.each(['memory', 'engine'] as const)('on %s', (kind) => {
    const cases = [...CASES, ...OTHERS].filter(({ isSlow }) => kind === 'memory' || !isSlow);
    it.each(cases)('$what', async ({ before, command, read }) => {
      const world = async (): Promise<World> => {
        const merchantId = `mer_${randomUUID()}`;
        const attribution = someAttribution({ model: { name: 'markov', order: 1, windowDays: 20 }, lookbackDays: 20 });
        const made = await aWorld({ stores: storesOf[kind](), program: aProgram({ merchantId, attribution }) });
        made.setNow(LATER);
        await before?.(made.deps, made.scope);
        return made;
      };
      const outcomeOf = async ({ deps, scope }: World): Promise<unknown> =>
        withoutMerchant(await read(deps.stores, scope), scope.merchantId);

      const straight = await world();
      const counted = crashing(straight.deps.stores, NEVER);
      await command({ ...straight.deps, stores: counted.stores }, straight.scope);
      const expected = await outcomeOf(straight);
      const deaths = counted.deaths();
      expect(deaths.length).toBeGreaterThan(0);

      // In memory at every call; on the engine where something else is left behind.
      for (const death of deaths.filter(({ isDistinct }) => kind === 'memory' || isDistinct)) {
        const crashed = await world();
        const { stores } = crashing(crashed.deps.stores, death);
        await expect(command({ ...crashed.deps, stores }, crashed.scope)).rejects.toThrow(Crashed);
        await command(crashed.deps, crashed.scope);

        const { after, isCommitted } = death;
        expect(await outcomeOf(crashed), `died at call ${after}, committed: ${isCommitted}`).toEqual(expected);
      }
    });
  });

  it('and a rejected draft is rejected once', async () => {
    const world = await aWorld({ stores: storesOf.memory() });
    world.setNow(LATER);
    await world.step('seal', '2026-10');
    const command = { scope: world.scope, periodId: '2026-10', actor: CHECKER, reason: 'a refund is missing' };
    for (const isCommitted of [false, true]) {
      for (let after = 0; after < 3; after += 1) {
        const { stores } = crashing(world.deps.stores, { after, isCommitted });
        await rejectPeriod({ ...world.deps, stores }, command).catch((error) => expect(error).toBeInstanceOf(Crashed));
      }
    }
    const record = await rejectPeriod(world.deps, command);
    expect(record).toMatchObject({ status: 'open', rejections: [{ rejectedBy: CHECKER }] });
  });
});

/** Every trial has a merchant of its own, so that they do not meet on one engine. */
function withoutMerchant(value: unknown, merchantId: string): unknown {
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)) ?? 'null';
  return JSON.parse(text.replaceAll(merchantId, 'mer')) as unknown;
}
