import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseCanonical } from '../../../domain/integrity/canonical.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import type { JournalFormat } from '../../../functions/usecases/ledger/export-journal.ts';
import { exportJournal } from '../../../functions/usecases/ledger/export-journal.ts';
import { putPayer } from '../../../functions/usecases/tax/payer.ts';
import { putTaxProfile } from '../../../functions/usecases/tax/tax-profile.ts';
import { aForeigner, aPayer, aProfile, NOT_REGISTERED } from '../../domain/tax/build.ts';
import { balancesOf } from '../../support/balances.ts';
import { aConversion, anEnrollment, aPlan, at } from '../../support/build.ts';
import { aWorld } from './world.ts';

const OCTOBER = '2026-10';
const PARTNERS = ['ptn_1', 'ptn_2'];

/** A registered partner and one that is not sell in October 2026, and are taxed and paid. */
async function anOctober({ payer = aPayer(), ...own }: { payer?: Payer; ptn_2?: TaxProfile } = {}) {
  const world = await aWorld({
    plans: [aPlan({ effectiveFrom: '2026-09-01', holdDays: 0 })],
    enrollments: PARTNERS.map((partnerId) => anEnrollment({ partnerId, joinedAt: at('2026-09-01T00:00:00+09:00') })),
  });
  const { merchantId } = world.scope;
  await putPayer(world.deps, { merchantId, programId: null, from: '2026-04-01', payer, by: 'fin' });
  const profiles = { ptn_1: aProfile(), ptn_2: aProfile(NOT_REGISTERED), ...own };
  for (const [partnerId, profile] of Object.entries(profiles)) {
    const written = { merchantId, partnerId, from: '2026-09-01', profile, by: 'fin', isByPartner: false };
    await putTaxProfile(world.deps, written);
  }
  world.setNow(at('2026-11-01T01:00:00+09:00'));
  const sold = (partnerId: string) =>
    aConversion({ conversionId: partnerId, partnerId, occurredAt: at('2026-10-10T10:00:00+09:00') });
  await world.record({ conversions: PARTNERS.map(sold) });
  await world.settle(OCTOBER);
  return async (format: JournalFormat) => {
    const { bytes } = await exportJournal(world.deps, {
      scope: world.scope,
      periodId: OCTOBER,
      format,
      encoding: null,
    });
    return Buffer.from(bytes);
  };
}

describe('the journal of a period', () => {
  it('takes the kind of tax from the statement that the tax belongs to', async () => {
    const journal = await anOctober();
    const freee = (await journal('freee')).toString('utf8');
    expect(freee.match(/課対仕入[^,]*/g)).toEqual(['課対仕入10%', '課対仕入(控70)10%']);
    const yayoi = iconv.decode(await journal('yayoi'), 'cp932');
    expect(yayoi.match(/課対仕入[^,]*/g)).toEqual(['課対仕入別10%適格', '課対仕入別10%区分70%']);
    expect((await journal('moneyforward')).toString('utf8').match(/適格|\d+%控除/g)).toEqual(['適格', '70%控除']);
  });

  it.each([
    [true, ['計上 2026-10 ptn_2 リバースチャージ対象']],
    [false, []],
  ])('marks services from abroad whose tax the payer accounts for (%s)', async (accountsForReverseCharge, marked) => {
    const journal = await anOctober({ payer: aPayer({ accountsForReverseCharge }), ptn_2: aForeigner() });
    for (const format of ['freee', 'moneyforward'] as const) {
      expect((await journal(format)).toString('utf8').match(/\S+ 2026-10 \S+ リバースチャージ対象/g) ?? []).toEqual(
        marked,
      );
    }
  });

  it('has a row for every posting and the sums of the ledger', async () => {
    const journal = await anOctober();
    const lines = (await journal('jsonl')).toString('utf8').trimEnd().split('\n');
    const entries = lines.map((line) => parseCanonical<Entry>(line));
    const rows = (await journal('freee')).toString('utf8').trimEnd().split('\r\n').slice(1);
    expect(rows).toHaveLength(entries.reduce((count, { postings }) => count + postings.length, 0));
    const spent = rows
      .map((row) => row.split(','))
      .filter((row) => row[3] === '支払手数料')
      .reduce((sum, row) => sum + BigInt(row[7] ?? ''), 0n);
    const balances = balancesOf(entries, { bookedOn: null, effectiveAt: null }).get('JPY');
    expect(spent).toBe(-(balances?.get('expense/commission') ?? 0n));
    expect(spent).toBeGreaterThan(0n);
    expect((await journal('hledger')).equals(await journal('ledger'))).toBe(true);
  });
});
