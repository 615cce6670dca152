import { describe, expect, it } from 'vitest';
import type { Payer } from '../../../domain/tax/payer.ts';
import type { TaxRow } from '../../../domain/tax/tables/row.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { statementSchema } from '../../../functions/contract/schemas/statement.ts';
import { readDocument } from '../../../functions/usecases/statement/read-document.ts';
import { searchDocuments } from '../../../functions/usecases/statement/search-documents.ts';
import { putPayer } from '../../../functions/usecases/tax/payer.ts';
import { putTaxProfile } from '../../../functions/usecases/tax/tax-profile.ts';
import { decideRow, proposeRow } from '../../../functions/usecases/tax/tax-rows.ts';
import { aPayer, aProfile, CORPORATE_NUMBER } from '../../domain/tax/build.ts';
import { aConversion, anEnrollment, aPlan, aProgram, at } from '../../support/build.ts';
import type { World } from './world.ts';
import { aWorld } from './world.ts';

const [SEPTEMBER, OCTOBER, NOVEMBER] = ['2026-09', '2026-10', '2026-11'] as const;

interface Given {
  readonly payer: Partial<Payer> | null;
  readonly profile: TaxProfile | null;
  readonly thresholdMinor?: bigint;
}

/** A partner that earns 500 yen a month, without a hold. */
async function aTaxedWorld({ payer, profile, thresholdMinor = 0n }: Given): Promise<World> {
  const world = await aWorld({
    program: aProgram({ settlement: { period: 'month', thresholdMinor } }),
    plans: [aPlan({ effectiveFrom: '2026-09-01', holdDays: 0 })],
    enrollments: [anEnrollment({ partnerId: 'ptn_1', joinedAt: at('2026-09-01T00:00:00+09:00') })],
  });
  const { merchantId } = world.scope;
  if (payer !== null) {
    await putPayer(world.deps, { merchantId, programId: null, from: '2026-04-01', payer: aPayer(payer), by: 'fin' });
  }
  if (profile !== null) await putProfile(world, profile);
  return world;
}

async function putProfile({ deps, scope: { merchantId } }: World, profile: TaxProfile): Promise<void> {
  const own = { partnerId: 'ptn_1', from: '2026-09-01', profile, by: 'fin', isByPartner: false };
  await putTaxProfile(deps, { merchantId, ...own });
}

async function settle(world: World, periodId: string, closesOn: string): Promise<void> {
  world.setNow(at(`${closesOn}T01:00:00+09:00`));
  const occurredAt = at(`${periodId}-10T10:00:00+09:00`);
  await world.record({ conversions: [aConversion({ conversionId: periodId, partnerId: 'ptn_1', occurredAt })] });
  await world.settle(periodId);
}

async function documentIn({ deps, scope }: World, periodId: string) {
  const statementId = `${scope.programId}:${periodId}:ptn_1`;
  const wanted = { merchantId: scope.merchantId, partnerId: null, statementId, version: null };
  const statement = await readDocument(deps, wanted);
  expect(statementSchema.safeParse(JSON.parse(JSON.stringify(statement))).error).toBeUndefined();
  return statement.document;
}

describe('the document of a taxed statement', () => {
  it('names both parties with their numbers, the tax of each rate, and what is transferred', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: aProfile({ nature: 'manuscript' }) });
    await settle(world, SEPTEMBER, '2026-10-01');
    expect(await documentIn(world, SEPTEMBER)).toMatchObject({
      partner: { name: '山田太郎', address: '東京都千代田区1-1', registrationNumber: `T${CORPORATE_NUMBER}` },
      payer: { name: '株式会社分配', address: '東京都港区2-2', registrationNumber: `T${CORPORATE_NUMBER}` },
      tax: {
        carriedIn: '0',
        carriedOn: '0',
        grossUp: '0',
        paid: '50',
        rates: [{ code: 'JP_QUALIFIED', gross: '550', isIncluded: false, net: '500', rate: '0.1', tax: '50' }],
        tax: '50',
        withholding: '51',
      },
      total: '550',
      transfer: '499',
    });
  });

  it('stays as it was issued when the partner moves', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: aProfile() });
    await settle(world, SEPTEMBER, '2026-10-01');
    const before = await documentIn(world, SEPTEMBER);
    await putProfile(world, aProfile({ address: '大阪府大阪市北区1-1', legalName: '山田花子' }));
    expect(await documentIn(world, SEPTEMBER)).toEqual(before);
  });

  it('stays as it was issued when the tables change, and the next one follows them', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: aProfile() });
    await settle(world, SEPTEMBER, '2026-10-01');
    const before = await documentIn(world, SEPTEMBER);
    const { merchantId } = world.scope;
    const row: TaxRow = {
      ...{ id: 'own-standard', table: 'consumption_tax_rate', jurisdiction: 'JP', kind: 'standard' },
      ...{ validFrom: '2026-09-01', validTo: null, rounding: 'payer', supersedes: 'jp-consumption-standard-2019-10' },
      value: { rate: '0.2', national: '0.156', local: '0.044' },
      ...{ source: 'an act to come', reviewedOn: '2026-10-02', reviewedBy: 'fin' },
    };
    await proposeRow(world.deps, { merchantId, row, by: 'fin' });
    await decideRow(world.deps, { merchantId, rowId: row.id, by: 'second', verdict: 'in-force' });
    expect(await documentIn(world, SEPTEMBER)).toEqual(before);
    await settle(world, OCTOBER, '2026-11-01');
    expect(await documentIn(world, OCTOBER)).toMatchObject({
      tax: { tax: '100', rows: expect.arrayContaining([row.id]) },
    });
  });

  it('adds nothing to the total where the tax is within the agreed price', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: aProfile({ taxMode: 'inclusive' }) });
    await settle(world, SEPTEMBER, '2026-10-01');
    expect(await documentIn(world, SEPTEMBER)).toMatchObject({
      tax: { rates: [{ gross: '500', isIncluded: true, net: '455', tax: '45' }], tax: '0', paid: '0' },
      total: '500',
      transfer: '500',
    });
  });

  it('carries its tax on until there is a payout, which takes all of it, once', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: aProfile(), thresholdMinor: 900n });
    await settle(world, SEPTEMBER, '2026-10-01');
    await settle(world, OCTOBER, '2026-11-01');
    await settle(world, NOVEMBER, '2026-12-01');
    const found = await Promise.all([SEPTEMBER, OCTOBER, NOVEMBER].map((month) => documentIn(world, month)));
    expect(found).toMatchObject([
      { total: '550', transfer: '0', tax: { carriedIn: '0', tax: '50', paid: '0', carriedOn: '50' } },
      { total: '550', transfer: '1100', tax: { carriedIn: '50', tax: '50', paid: '100', carriedOn: '0' } },
      { total: '550', transfer: '0', tax: { carriedIn: '0', tax: '50', paid: '0', carriedOn: '50' } },
    ]);
  });

  it('says that no tax was computed without a profile', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: null });
    await settle(world, SEPTEMBER, '2026-10-01');
    const document = await documentIn(world, SEPTEMBER);
    expect(document).toMatchObject({ partner: { address: null, registrationNumber: null }, total: '500' });
    expect(document?.tax?.notes.map(({ code }) => code)).toContain('profile.missing');
  });

  it('has neither tax nor payer where there are no tax settings', async () => {
    const world = await aTaxedWorld({ payer: null, profile: aProfile() });
    await settle(world, SEPTEMBER, '2026-10-01');
    expect(await documentIn(world, SEPTEMBER)).toMatchObject({ payer: null, tax: null, total: '500', transfer: '500' });
  });

  it('is found by its total with tax', async () => {
    const world = await aTaxedWorld({ payer: {}, profile: aProfile() });
    await settle(world, SEPTEMBER, '2026-10-01');
    const { documents } = await searchDocuments(world.deps, {
      merchantId: world.scope.merchantId,
      partnerId: null,
      status: null,
      ...{ from: '2026-01-01', to: '2026-12-31', limit: 10, cursor: null },
      amount: { currency: 'JPY', fromMinor: 550n, toMinor: 550n },
    });
    expect(documents.map(({ fact }) => fact.periodId)).toEqual([SEPTEMBER]);
  });
});
