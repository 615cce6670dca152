import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Program } from '../../../domain/partner/program.ts';
import { statementIdOf } from '../../../domain/statement/statement.ts';
import { SHARD_PARTNERS } from '../../../functions/limits.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import type { Stores } from '../../../functions/store/store.ts';
import { checkShard } from '../../../functions/usecases/settlement/check-shard.ts';
import { issueShard } from '../../../functions/usecases/settlement/issue-shard.ts';
import { postShard } from '../../../functions/usecases/settlement/post-shard.ts';
import { explainCommission } from '../../../functions/usecases/statement/explain-commission.ts';
import { readDocument } from '../../../functions/usecases/statement/read-document.ts';
import { aClick, aConversion, aLine, anEnrollment, aPlan, aProgram, aReversal, at } from '../../support/build.ts';
import type { World } from './world.ts';
import { aWorld, booksOf } from './world.ts';

const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';
const AFTER_OCTOBER = at('2026-11-01T01:00:00+09:00');
const AFTER_NOVEMBER = at('2026-12-01T01:00:00+09:00');

/** October has a sale of ptn_1 and one of ptn_2, released at once. */
async function october(stores: Stores = memoryStores(), program: Program = aProgram()): Promise<World> {
  const world = await aWorld({ stores, program, plans: [aPlan({ holdDays: 0 })] });
  world.setNow(AFTER_OCTOBER);
  await world.record({
    conversions: [
      aConversion({ conversionId: 'c1', occurredAt: at('2026-10-05T10:00:00+09:00'), partnerId: 'ptn_1' }),
      aConversion({ conversionId: 'c2', occurredAt: at('2026-10-06T10:00:00+09:00'), partnerId: 'ptn_2' }),
    ],
  });
  return world;
}

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  const error: unknown = await work.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) return error;
  throw error;
}

/** Stores whose ledger takes an entry and forgets it. */
function losing(stores: Stores, isLost: (entry: Entry) => boolean): Stores {
  return {
    ...stores,
    ledger: {
      ...stores.ledger,
      post: async (entry) => (isLost(entry) ? 'created' : stores.ledger.post(entry)),
    },
  };
}

describe('calculating', () => {
  it('a sealed period twice makes one run, of one name', async () => {
    const world = await october();
    await world.step('seal', OCTOBER);
    const first = await world.step('calculate', OCTOBER);
    expect(await world.step('calculate', OCTOBER)).toEqual(first);
    expect(first).toMatchObject({ status: 'calculated' });
  });

  it('needs a seal', async () => {
    const world = await october();
    expect((await refusal(world.step('calculate', OCTOBER))).code).toBe('period.wrong-status');
  });

  it('posts nothing', async () => {
    const world = await october();
    await world.step('seal', OCTOBER);
    await world.step('calculate', OCTOBER);
    expect((await booksOf(world, OCTOBER))['entries']).toEqual([]);
  });
});

describe('a statement', () => {
  it('names its manifest and the sealed conversion of every line, in later periods too', async () => {
    const world = await aWorld({ plans: [aPlan({ holdDays: 30 })] });
    world.setNow(AFTER_OCTOBER);
    await world.record({ conversions: [aConversion({ partnerId: 'ptn_1' })] });
    await world.settle(OCTOBER);
    world.setNow(AFTER_NOVEMBER);
    await world.settle(NOVEMBER);
    const { deps, scope } = world;
    const read = async (periodId: string) => {
      const statementId = statementIdOf(scope.programId, periodId, 'ptn_1');
      return await readDocument(deps, { ...scope, partnerId: null, statementId, version: null });
    };
    const [october, november] = [await read(OCTOBER), await read(NOVEMBER)];
    const record = await deps.stores.settlements.settlement(scope, OCTOBER);
    const manifest = await deps.stores.runs.manifest(scope, OCTOBER, record?.manifestHash ?? '');
    const row = manifest?.rows.find(({ type }) => type === 'conversion');
    expect(october.manifest).toBe(manifest?.header.hash);
    expect(november.manifest).not.toBe(october.manifest);
    for (const { conversions } of [october, november]) {
      expect(conversions).toMatchObject([{ conversionId: 'cnv_1', factHash: deps.sha256(canonical(row?.fact)) }]);
    }
  });
});

describe('approving', () => {
  it('posts each entry once, however often', async () => {
    const world = await october();
    await world.step('seal', OCTOBER);
    await world.step('calculate', OCTOBER);
    const first = await world.step('approve', OCTOBER);
    const books = await booksOf(world, OCTOBER);
    expect(books['entries']).toHaveLength(4);
    expect(await world.step('approve', OCTOBER)).toEqual(first);
    expect(await booksOf(world, OCTOBER)).toEqual(books);
  });

  it('needs a calculation', async () => {
    const world = await october();
    await world.step('seal', OCTOBER);
    expect((await refusal(world.step('approve', OCTOBER))).code).toBe('period.wrong-status');
  });
});

describe('a program of more partners than a shard holds', () => {
  it('closes shard by shard, each of which may be done again', async () => {
    const partnerIds = Array.from({ length: SHARD_PARTNERS + 1 }, (_, at) => `ptn_${String(at).padStart(4, '0')}`);
    const world = await aWorld({
      plans: [aPlan({ holdDays: 0 })],
      enrollments: partnerIds.map((partnerId) => anEnrollment({ partnerId })),
    });
    world.setNow(AFTER_OCTOBER);
    const last = partnerIds.at(-1) ?? '';
    await world.record({
      conversions: [aConversion({ partnerId: 'ptn_0000' }), aConversion({ conversionId: 'c2', partnerId: last })],
    });
    for (const step of ['seal', 'calculate', 'approve'] as const) await world.step(step, OCTOBER);
    const { deps, scope } = world;
    const run = { periodId: OCTOBER, runId: (await deps.stores.settlements.settlement(scope, OCTOBER))?.runId ?? '' };
    expect(await deps.stores.runs.shardCount(scope, run)).toBe(2);
    expect((await deps.stores.runs.partners(scope, run, 1)).map(({ partnerId }) => partnerId)).toEqual([last]);
    const before = await booksOf(world, OCTOBER);
    for (const task of [postShard, checkShard, issueShard, postShard, issueShard]) {
      await task(deps, { scope, periodId: OCTOBER, shard: 1 });
    }
    expect(await booksOf(world, OCTOBER)).toEqual(before);
    expect(await world.step('close', OCTOBER)).toMatchObject({ status: 'closed' });
    const root = await deps.stores.roots.root(scope, OCTOBER);
    expect(root).toMatchObject({ partnerCount: SHARD_PARTNERS + 1, entryCount: 4 });
  });
});

describe('closing', () => {
  const upToApproved = ['seal', 'calculate'] as const;

  it('refuses when one entry is missing, and names it; nothing is issued', async () => {
    const world = await october();
    for (const step of upToApproved) await world.step(step, OCTOBER);
    const lost = losing(world.deps.stores, ({ kind, partnerId }) => kind === 'accrual' && partnerId === 'ptn_2');
    await world.step('approve', OCTOBER, lost);
    const error = await refusal(world.step('close', OCTOBER));
    expect(error.code).toBe('close.invariant-broken');
    expect(error.message).toContain('2026-10/accrual/c2/ptn_2 is missing');
    expect(error.message).not.toContain('ptn_1');
    expect(await world.deps.stores.statements.statementsOfPartner('mer_1', 'ptn_1')).toEqual([]);

    // The missing entry is posted by approving again, and then it closes.
    await world.step('approve', OCTOBER);
    expect((await world.step('close', OCTOBER)).status).toBe('closed');
  });

  it('refuses when a partner does not begin with what the last close left it', async () => {
    const world = await october();
    await world.settle(OCTOBER);
    world.setNow(AFTER_NOVEMBER);
    for (const step of ['seal', 'calculate', 'approve'] as const) await world.step(step, NOVEMBER);
    const { runs } = world.deps.stores;
    const dropping: Stores['runs'] = {
      ...runs,
      partners: async (scope, run, shard) =>
        (await runs.partners(scope, run, shard)).map((partner) =>
          run.periodId === OCTOBER && partner.partnerId === 'ptn_2' ? { ...partner, payoutMinor: 0n } : partner,
        ),
    };
    const error = await refusal(world.step('close', NOVEMBER, { ...world.deps.stores, runs: dropping }));
    expect(error.code).toBe('close.invariant-broken');
    expect(error.message).toMatch(
      /^2026-11 does not go on from 2026-10: ptn_2 was left with \d+ by the last close and begins with 0$/,
    );
  });

  it('refuses when two entries are missing that cancel each other', async () => {
    const world = await october();
    await world.settle(OCTOBER);
    world.setNow(AFTER_NOVEMBER);
    // c3 earns 500 and the refund of all of c1 takes 500 back.
    await world.record({
      conversions: [
        aConversion({ conversionId: 'c3', occurredAt: at('2026-11-05T10:00:00+09:00'), partnerId: 'ptn_1' }),
      ],
      reversals: [aReversal({ conversionId: 'c1', occurredAt: at('2026-11-06T10:00:00+09:00'), amountMinor: 10_000n })],
    });
    for (const step of upToApproved) await world.step(step, NOVEMBER);
    await world.step(
      'approve',
      NOVEMBER,
      losing(world.deps.stores, () => true),
    );
    const { message } = await refusal(world.step('close', NOVEMBER));
    expect(message).toContain('2026-11/accrual/c3/ptn_1 is missing');
    expect(message).toContain('2026-11/clawback/c1/ptn_1 is missing');
  });

  it('refuses when the ledger holds an entry that no run made', async () => {
    const world = await october();
    for (const step of [...upToApproved, 'approve'] as const) await world.step(step, OCTOBER);
    const [entry] = (await booksOf(world, OCTOBER))['entries'] as Entry[];
    if (entry) await world.deps.stores.ledger.post({ ...entry, entryId: 'by-hand' });
    const { message } = await refusal(world.step('close', OCTOBER));
    expect(message).toContain('by-hand is in no run');
  });

  it('needs an approval', async () => {
    const world = await october();
    for (const step of upToApproved) await world.step(step, OCTOBER);
    expect((await refusal(world.step('close', OCTOBER))).code).toBe('period.wrong-status');
  });

  it('again changes nothing', async () => {
    const world = await october();
    for (const step of [...upToApproved, 'approve'] as const) await world.step(step, OCTOBER);
    const closed = await world.step('close', OCTOBER);
    world.setNow(AFTER_NOVEMBER);
    expect(await world.step('close', OCTOBER)).toEqual(closed);
  });
});

describe('the payout run', () => {
  it('posts each payout once, and the balance that was paid is gone', async () => {
    const world = await october();
    await world.settle(OCTOBER);
    const books = await booksOf(world, OCTOBER);
    const payouts = (books['entries'] as Entry[]).filter(({ kind }) => kind === 'payout');
    expect(payouts.map(({ postings }) => postings)).toEqual([
      [{ from: 'partner/ptn_1/payable', to: 'partner/ptn_1/in-payout', amountMinor: 500n }],
      [{ from: 'partner/ptn_2/payable', to: 'partner/ptn_2/in-payout', amountMinor: 500n }],
    ]);
    await world.step('payout', OCTOBER);
    expect(await booksOf(world, OCTOBER)).toEqual(books);
  });

  it('pays nothing that is below the threshold', async () => {
    const world = await october(memoryStores(), aProgram({ settlement: { period: 'month', thresholdMinor: 501n } }));
    await world.settle(OCTOBER);
    const entries = (await booksOf(world, OCTOBER))['entries'] as Entry[];
    expect(entries.map(({ kind }) => kind)).not.toContain('payout');
  });

  it('needs a closed period', async () => {
    const world = await october();
    for (const step of ['seal', 'calculate', 'approve'] as const) await world.step(step, OCTOBER);
    expect((await refusal(world.step('payout', OCTOBER))).code).toBe('period.wrong-status');
  });
});

describe('statements', () => {
  it('are issued to every partner, and a partner reads its own only', async () => {
    const world = await october();
    await world.settle(OCTOBER);
    const merchantId = 'mer_1';
    const [header] = await world.deps.stores.statements.statementsOfPartner(merchantId, 'ptn_1');
    const statementId = header?.statementId ?? '';
    expect(header).toMatchObject({ partnerId: 'ptn_1', periodId: OCTOBER, payableMinor: 500n, payoutMinor: 500n });

    const wanted = { merchantId, statementId, version: null };
    const own = await readDocument(world.deps, { ...wanted, partnerId: 'ptn_1' });
    expect(own).toMatchObject({ partner: { id: 'ptn_1' }, payout: '500', statementId });
    expect(await readDocument(world.deps, { ...wanted, partnerId: null })).toEqual(own);
    for (const [who, partnerId] of [
      [merchantId, 'ptn_2'],
      ['mer_2', 'ptn_1'],
      ['mer_2', null],
    ] as const) {
      const error = await refusal(readDocument(world.deps, { ...wanted, merchantId: who, partnerId }));
      expect(error.code).toBe('statement.not-found');
    }
    const nobody = await refusal(readDocument(world.deps, { ...wanted, partnerId: null, statementId: 'x' }));
    expect(nobody.code).toBe('statement.not-found');
  });

  it('are not there before the close', async () => {
    const world = await october();
    for (const step of ['seal', 'calculate', 'approve'] as const) await world.step(step, OCTOBER);
    expect(await world.deps.stores.statements.statementsOfPartner('mer_1', 'ptn_1')).toEqual([]);
  });

  it('of a partner stand newest first, one a period', async () => {
    const world = await october();
    await world.settle(OCTOBER);
    world.setNow(AFTER_NOVEMBER);
    await world.settle(NOVEMBER);
    const headers = await world.deps.stores.statements.statementsOfPartner('mer_1', 'ptn_1');
    expect(headers.map(({ periodId }) => periodId)).toEqual([NOVEMBER, OCTOBER]);
  });
});

describe('explaining a commission', () => {
  const scope = { merchantId: 'mer_1', programId: 'prg_1' };

  it('says what is expected before a close and what was decided after it', async () => {
    const world = await october();
    const before = await explainCommission(world.deps, { scope, partnerId: null, conversionId: 'c1' });
    expect(before.final).toEqual([]);
    const expected = { lineId: '1', partnerId: 'ptn_1', rule: 'base', netBase: '10000', commission: '500' };
    expect(before.provisional).toEqual([{ ...expected, reason: null, tried: [] }]);
    expect(before).toMatchObject({ period: { periodId: OCTOBER, status: 'open' }, reasons: [], refused: [] });
    await world.settle(OCTOBER);
    const after = await explainCommission(world.deps, { scope, partnerId: 'ptn_1', conversionId: 'c1' });
    expect(after.provisional).toEqual([]);
    expect(after.final).toMatchObject([
      {
        periodId: OCTOBER,
        partnerId: 'ptn_1',
        conversion: { basis: 'named-partner', credit: '1' },
        lines: [{ commission: '500', explanation: { netBase: '10000', pay: { type: 'rate', rate: '0.05' } } }],
      },
    ]);
  });

  it('shows every close that changed it', async () => {
    const world = await october();
    await world.settle(OCTOBER);
    world.setNow(AFTER_NOVEMBER);
    await world.record({ reversals: [aReversal({ conversionId: 'c1', occurredAt: at('2026-11-05T10:00:00+09:00') })] });
    await world.settle(NOVEMBER);
    const { final } = await explainCommission(world.deps, { scope, partnerId: null, conversionId: 'c1' });
    expect(final.map(({ periodId, lines }) => [periodId, lines[0]?.commission, lines[0]?.posted])).toEqual([
      [OCTOBER, '500', '500'],
      [NOVEMBER, '450', '-50'],
    ]);
  });

  it('tells a partner nothing of a sale that it has no part in, nor that there is one', async () => {
    const world = await october();
    const foreign = (partnerId: string, conversionId: string) =>
      refusal(explainCommission(world.deps, { scope, partnerId, conversionId }));
    const before = await foreign('ptn_2', 'c1');
    await world.settle(OCTOBER);
    const after = await foreign('ptn_2', 'c1');
    const unknown = await foreign('ptn_2', 'c9');
    expect([before.code, after.code, unknown.code]).toEqual(Array(3).fill('commission.not-found'));
    expect(before.message.replace('c1', 'c9')).toBe(unknown.message);
  });

  it('shows each of two partners its own part', async () => {
    const program = aProgram({ attribution: { ...aProgram().attribution, model: { name: 'linear' } } });
    const world = await october(memoryStores(), program);
    const occurredAt = at('2026-10-10T10:00:00+09:00');
    await world.record({
      clicks: ['ptn_1', 'ptn_3'].map((partnerId, index) =>
        aClick({ clickId: `k${index}`, partnerId, occurredAt: occurredAt - 60_000 + index, linkId: null }),
      ),
      conversions: [aConversion({ conversionId: 'c3', occurredAt, lines: [aLine({ amountMinor: 1_001n })] })],
    });
    await world.settle(OCTOBER);
    const own = await explainCommission(world.deps, { scope, partnerId: 'ptn_3', conversionId: 'c3' });
    expect(own.final.map(({ partnerId, lines }) => [partnerId, lines[0]?.explanation.netBase])).toEqual([
      ['ptn_3', '500'],
    ]);
    expect(own.final[0]?.conversion.touchpoints).toMatchObject([{ own: false }, { own: true, id: 'k1' }]);
    expect(own.final[0]?.conversion.touchpoints[0]).not.toHaveProperty('id');
    const all = await explainCommission(world.deps, { scope, partnerId: null, conversionId: 'c3' });
    expect(all.final.map(({ partnerId }) => partnerId)).toEqual(['ptn_1', 'ptn_3']);
  });
});
