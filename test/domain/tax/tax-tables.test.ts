import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { TaxRow } from '../../../domain/tax/tables/row.ts';
import { SHIPPED_ROWS } from '../../../domain/tax/tables/shipped.ts';
import { figureIn, gapsIn, rowFaults, rowOn, tablesOf } from '../../../domain/tax/tax-tables.ts';
import { SHIPPED } from './build.ts';

const food = (own: Partial<TaxRow> = {}): TaxRow => ({
  id: 'own-food-1',
  table: 'consumption_tax_rate',
  jurisdiction: 'JP',
  kind: 'reduced',
  validFrom: '2027-04-01',
  validTo: '2029-03-31',
  value: { rate: '0.01', national: '0.0078', local: '0.0022' },
  rounding: 'payer',
  source: 'an act to come',
  reviewedOn: '2027-01-10',
  reviewedBy: 'fin_1',
  supersedes: 'jp-consumption-reduced-2019-10',
  ...own,
});

describe('the rows that come with a release', () => {
  it('join the tables one after the other without a fault', () => {
    for (const [index, row] of SHIPPED_ROWS.entries()) {
      const before = tablesOf(SHIPPED_ROWS.slice(0, index), []);
      expect([row.id, rowFaults(before, row)]).toEqual([row.id, []]);
    }
  });

  it('never change once they are published: documents name them', () => {
    const hashes = SHIPPED_ROWS.map(
      (row) => `${row.id} ${createHash('sha256').update(canonical(row)).digest('hex').slice(0, 12)}`,
    );
    expect(hashes).toMatchInlineSnapshot(`
      [
        "jp-consumption-standard-2019-10 3aba4fb8433b",
        "jp-consumption-reduced-2019-10 4b6b9d6029f8",
        "jp-credit-80-2023-10 cd4d81d690fb",
        "jp-credit-70-2026-10 1bf56ee03f45",
        "jp-credit-50-2028-10 3a33d8f91013",
        "jp-credit-30-2030-10 a697a201ce52",
        "jp-credit-0-2031-10 a4ad0411bae6",
        "jp-credit-cap-2024-10 6aba93ec682d",
        "jp-credit-cap-2026-10 4f1da05533a2",
        "jp-withholding-204-1-1 25a58a6c03b9",
        "jp-withholding-204-1-4 70da16a466fc",
        "jp-withholding-non-resident 05b264ddd58a",
        "us-backup-2018 8d690536862a",
        "us-fdap cae50ee884e1",
        "jp-reconstruction-2013 9087ada99d85",
        "jp-reconstruction-2027 3bd85b47abb7",
        "jp-defence-2027 75ab8d7eb7fb",
        "jp-record-204-1-1 d5d85d031f3d",
        "jp-record-204-1-4 babcd2ca0c54",
        "jp-record-non-resident f18521b5d92a",
        "jp-e-filing-2021 7aab1c0074e0",
        "jp-e-filing-2027 78c8aa25c2d2",
        "us-1099-nec-600 25221d06c505",
        "us-1099-nec-2000 41495bdb313d",
        "jp-freelance-2024-11 addb751a765a",
        "jp-freelance-recommission-2024-11 110356a8bcad",
        "jp-subcontract-2026-01 cbafdc9b0334",
        "jp-subcontract-2004-04 b9144d215b4f",
        "jp-monthly-close-2004-04 03fcb17d6fa9",
        "jp-subcontract-test-2026-01 451fe05b454f",
      ]
    `);
  });
});

describe('a row of the merchant', () => {
  it('takes over the days that it supersedes, and the old row goes on after them', () => {
    expect(rowFaults(SHIPPED, food())).toEqual([]);
    const tables = tablesOf(SHIPPED_ROWS, [food()]);
    const rate = (on: string) => rowOn(tables, { table: 'consumption_tax_rate', kind: 'reduced', on })?.value['rate'];
    expect(['2027-03-31', '2027-04-01', '2029-03-31', '2029-04-01'].map(rate)).toEqual([
      '0.08',
      '0.01',
      '0.01',
      '0.08',
    ]);
  });

  it.each<[string, Partial<TaxRow>, string, RegExp]>([
    [
      'overlaps',
      { supersedes: undefined },
      'validFrom',
      /overlaps with jp-consumption-reduced-2019-10, from 2019-10-01 on/,
    ],
    ['has the id of another', { id: 'us-fdap' }, 'id', /there is a row "us-fdap" already/],
    ['supersedes what is not there', { supersedes: 'nothing' }, 'supersedes', /no row "nothing" in force/],
    ['supersedes another kind', { supersedes: 'us-fdap' }, 'supersedes', /must be of consumption_tax_rate, reduced/],
    ['is of an unknown kind', { kind: 'luxury' }, 'kind', /must be one of standard, reduced, got "luxury"/],
    ['is of another country', { jurisdiction: 'US' }, 'jurisdiction', /must be JP, got "US"/],
    ['ends before it begins', { validTo: '2027-03-31' }, 'validTo', /must not be before validFrom/],
    [
      'lacks a figure',
      { value: { rate: '0.01', local: '0' } },
      'value',
      /must have the figure national, got rate, local/,
    ],
    [
      'has a figure too many',
      { value: { ...food().value, cap: '1' } },
      'value',
      /must have only the figures rate, .*, got cap/,
    ],
  ])('that %s is refused', (_, own, field, reason) => {
    const faults = rowFaults(SHIPPED, food(own));
    expect(faults.map((fault) => fault.field)).toContain(field);
    expect(faults.map((fault) => fault.reason.en).join('; ')).toMatch(reason);
  });

  it.each<[Partial<TaxRow>, string]>([
    [
      { supersedes: undefined },
      'jp-consumption-reduced-2019-10（from 2019-10-01 on）と期間が重なります。期間を引き継ぐ場合はsupersedesに指定してください。',
    ],
    [{ id: 'us-fdap' }, '行"us-fdap"は登録済みです'],
    [{ supersedes: 'nothing' }, '適用中の行"nothing"はありません'],
    [
      { supersedes: 'us-fdap' },
      '同じconsumption_tax_rateのreducedの行を指定してください（入力値: withholding_rule、fdap）',
    ],
    [{ kind: 'luxury' }, 'standard, reducedのいずれかを指定してください（入力値: "luxury"）'],
    [{ jurisdiction: 'US' }, 'JPを指定してください（入力値: "US"）'],
    [{ validTo: '2027-03-31' }, 'validFrom（2027-04-01）以降の日付にしてください（入力値: 2027-03-31）'],
    [{ value: { rate: '0.01', local: '0' } }, '数値nationalが必要です（入力値: rate, local）'],
    [{ value: {} }, '数値rateが必要です（入力値: なし）'],
    [{ value: { ...food().value, cap: '1' } }, '使える数値はrate, national, localです（入力値: cap）'],
  ])('is refused in Japanese too: %j', (own, reason) => {
    expect(rowFaults(SHIPPED, food(own)).map((fault) => fault.reason.ja)).toContain(reason);
  });

  it('that has no figure at all is told so', () => {
    expect(rowFaults(SHIPPED, food({ value: {} })).map((fault) => fault.reason.en)).toContain(
      'must have the figure rate, got none',
    );
    expect(() => figureIn(food(), 'cap')).toThrow('row own-food-1 has no cap');
  });

  it('may hold for a single day', () => {
    expect(rowFaults(SHIPPED, food({ validTo: '2027-04-01' }))).toEqual([]);
  });

  it.each<[string, Partial<TaxRow>, string]>([
    ['of the same table', { supersedes: 'jp-consumption-standard-2019-10' }, 'consumption_tax_rate, standard'],
    [
      'of the same name in another table',
      {
        table: 'payment_record_threshold',
        kind: '204-1-1',
        value: { threshold: '1' },
        supersedes: 'jp-withholding-204-1-1',
      },
      'withholding_rule, 204-1-1',
    ],
  ])('that supersedes another kind %s is refused', (_, own, got) => {
    const reasons = rowFaults(SHIPPED, food(own)).map((fault) => fault.reason.en);
    expect(reasons.some((reason) => reason.endsWith(`got ${got}`))).toBe(true);
  });

  const credit = (own: Partial<TaxRow>) =>
    food({ table: 'transitional_input_credit', kind: 'non-registered', value: { share: '0.6' }, ...own });

  it.each([
    ['last', '2026-09-30', '2026-09-30', 'jp-credit-80-2023-10, 2023-10-01 to 2026-09-30'],
    ['first', '2020-01-01', '2023-10-01', 'jp-credit-80-2023-10, 2023-10-01 to 2026-09-30'],
  ])('overlaps with another on its %s day', (_, validFrom, validTo, other) => {
    const reasons = rowFaults(SHIPPED, credit({ validFrom, validTo, supersedes: undefined })).map(
      ({ reason }) => reason,
    );
    expect(reasons.map(({ en }) => en)).toEqual([
      `overlaps with ${other}; name it in supersedes to take over its days`,
    ]);
  });

  it.each([
    ['all of them', '2023-10-01', '2026-09-30', []],
    ['more than all of them', '2023-01-01', '2027-09-30', []],
    ['all from some day on', '2024-10-01', null, [['2023-10-01', '2024-09-30']]],
    ['none of them', '2040-10-01', null, [['2023-10-01', '2026-09-30']]],
  ])('leaves the row whose days it takes over what it does not take: %s', (_, validFrom, validTo, left) => {
    const row = credit({ validFrom, validTo, supersedes: 'jp-credit-80-2023-10' });
    const { rows } = tablesOf(SHIPPED_ROWS, [row]);
    const old = rows.filter(({ id }) => id === 'jp-credit-80-2023-10');
    expect(old.map((each) => [each.validFrom, each.validTo])).toEqual(left);
  });

  it('leaves no gap after one without an end', () => {
    expect(gapsIn([food({ validTo: null }), food({ validFrom: '2030-01-01' })])).toEqual([]);
  });

  it('that leaves a day without a row is refused', () => {
    const threshold: TaxRow = {
      ...food(),
      id: 'own-1099-2027',
      table: 'reporting_threshold_us',
      jurisdiction: 'US',
      kind: '1099-nec',
      validFrom: '2027-01-02',
      validTo: null,
      value: { threshold: '2100' },
      supersedes: undefined,
    };
    expect(rowFaults(SHIPPED, threshold)).toEqual([
      {
        field: 'validFrom',
        reason: {
          en: 'leaves a gap: us-1099-nec-2000 ends on 2026-12-31 and own-1099-2027 begins on 2027-01-02',
          ja: '適用期間に空白があります。us-1099-nec-2000は2026-12-31に終わり、own-1099-2027は2027-01-02に始まります。',
        },
      },
    ]);
    expect(rowFaults(SHIPPED, { ...threshold, validFrom: '2027-01-01' })).toEqual([]);
    expect(gapsIn([threshold])).toEqual([]);
  });
});
