import { describe, expect, it } from 'vitest';
import type { SupplyBasis } from '../../../domain/tax/consumption-tax.ts';
import type { Payer } from '../../../domain/tax/payer.ts';
import { supplyBasis, UNTAXED } from '../../../domain/tax/supply-basis.ts';
import { SHIPPED_ROWS } from '../../../domain/tax/tables/shipped.ts';
import type { TaxNoteCode } from '../../../domain/tax/tax-note.ts';
import type { TaxProfile } from '../../../domain/tax/tax-profile.ts';
import { tablesOf } from '../../../domain/tax/tax-tables.ts';
import { aForeigner, aPayer, aProfile, NOT_REGISTERED, SHIPPED } from './build.ts';

interface Given {
  readonly on?: string;
  readonly payer?: Partial<Payer>;
}

function taxed(profile: TaxProfile | null, { on = '2026-10-31', payer = {} }: Given = {}) {
  const [notes, reviews]: [TaxNoteCode[], TaxNoteCode[]] = [[], []];
  const basis = supplyBasis({ suppliedOn: on, profile, payer: aPayer(payer), tables: SHIPPED }, notes, reviews);
  return { basis, notes, reviews };
}

const STANDARD = 'jp-consumption-standard-2019-10';
const ten = (own: Partial<SupplyBasis>): SupplyBasis => ({
  ...UNTAXED,
  rate: '0.1',
  ruleRows: [STANDARD],
  ...own,
});
const QUALIFIED = ten({ code: 'JP_QUALIFIED', creditShare: '1' });
const registration = (check: 'lapsed' | 'not-found' | 'registered') => ({
  number: 'T7000012050002',
  check,
  checkedOn: '2026-09-30',
});
const established = { hasJapanEstablishment: true } as const;

describe('how a fee is taxed', () => {
  it.each<[string, TaxProfile | null, Given, SupplyBasis, readonly TaxNoteCode[], readonly TaxNoteCode[]]>([
    ['nobody knows of', null, {}, UNTAXED, [], ['profile.missing']],
    ['whose payer is abroad', aProfile(), { payer: { country: 'DE' } }, { ...UNTAXED, code: 'OUT_OF_SCOPE' }, [], []],
    ['of a registered resident', aProfile(), {}, QUALIFIED, ['jp.qualified'], []],
    [
      'agreed with tax in it',
      aProfile({ taxMode: 'inclusive' }),
      {},
      { ...QUALIFIED, mode: 'inclusive' },
      ['jp.qualified'],
      [],
    ],
    [
      'of a resident whose number the register does not know',
      aProfile({ registration: registration('not-found') }),
      {},
      ten({ code: 'JP_TRANSITIONAL', creditShare: '0.7', ruleRows: [STANDARD, 'jp-credit-70-2026-10'] }),
      ['jp.not-qualified', 'jp.transitional'],
      ['jp.registration-refused'],
    ],
    [
      'of a resident who gives a number and says not to be registered',
      aProfile({ consumptionTax: 'not-registered', registration: registration('registered') }),
      {},
      ten({ code: 'JP_TRANSITIONAL', creditShare: '0.7', ruleRows: [STANDARD, 'jp-credit-70-2026-10'] }),
      ['jp.not-qualified', 'jp.transitional'],
      [],
    ],
    [
      'of a resident who says to be registered and gives no number',
      aProfile({ registration: null }),
      { on: '2028-10-01' },
      ten({ code: 'JP_TRANSITIONAL', creditShare: '0.5', ruleRows: [STANDARD, 'jp-credit-50-2028-10'] }),
      ['jp.not-qualified', 'jp.transitional'],
      [],
    ],
    [
      'of an unregistered resident when the transition is over',
      aProfile(NOT_REGISTERED),
      { on: '2031-10-01' },
      ten({ code: 'JP_NO_CREDIT', creditShare: '0', ruleRows: [STANDARD, 'jp-credit-0-2031-10'] }),
      ['jp.not-qualified'],
      [],
    ],
    [
      'of an unregistered resident on a day for which the tables have no share',
      aProfile(NOT_REGISTERED),
      { on: '2023-09-30' },
      ten({ code: 'JP_NO_CREDIT', creditShare: '0' }),
      ['jp.not-qualified'],
      ['row.missing'],
    ],
    ['on a day for which the tables have no rate', aProfile(), { on: '2019-09-30' }, UNTAXED, [], ['row.missing']],
    [
      'of a resident who says to be abroad',
      aProfile({ consumptionTax: 'exempt-abroad', registration: null }),
      {},
      { ...UNTAXED, code: 'JP_OUT_OF_SCOPE' },
      [],
      ['jp.exempt-abroad-resident'],
    ],
    [
      'of a foreigner with an office in Japan who says to be abroad',
      aForeigner(established),
      {},
      { ...UNTAXED, code: 'JP_OUT_OF_SCOPE' },
      [],
      ['jp.establishment'],
    ],
    [
      'of a foreigner with an office in Japan that is registered',
      aForeigner({ ...established, consumptionTax: 'registered', registration: registration('registered') }),
      {},
      QUALIFIED,
      ['jp.qualified'],
      [],
    ],
    [
      'of a foreigner who places ads, for a payer who accounts for it',
      aForeigner(),
      { payer: { accountsForReverseCharge: true } },
      { ...UNTAXED, code: 'JP_REVERSE_CHARGE' },
      ['jp.reverse-charge'],
      [],
    ],
    [
      'of a foreigner who does something else',
      aForeigner({ nature: 'lecture' }),
      {},
      { ...UNTAXED, code: 'JP_OUT_OF_SCOPE' },
      [],
      ['jp.non-resident-nature'],
    ],
  ])('%s', (_, profile, given, basis, notes, reviews) => {
    expect(taxed(profile, given)).toEqual({ basis, notes, reviews });
  });

  it('has one text for one rate, however many zeros its row ends with', () => {
    const rows = SHIPPED_ROWS.map((row) =>
      row.id === STANDARD ? { ...row, value: { ...row.value, rate: '0.100' } } : row,
    );
    const context = { suppliedOn: '2026-10-31', profile: aProfile(), payer: aPayer(), tables: tablesOf(rows, []) };
    expect(supplyBasis(context, [], [])).toEqual(QUALIFIED);
  });
});
