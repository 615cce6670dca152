import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import { statementCsv } from '../../../functions/usecases/statement/statement-csv.ts';

const COLUMNS =
  'statement_id,period,partner_id,conversion_id,line_id,occurred_at,product_id,rule,credit,base,net_base,commission,' +
  'posted,released,state,held_until,reason,currency';

function aStatementLine(change: Partial<StatementLine> = {}): StatementLine {
  return {
    commission: '20.00',
    conversionId: 'ord_1',
    explanation: {
      base: { amount: '1100.00', base: '1000.00', net: '1000.00' },
      exact: '2000',
      netBase: '400.00',
      pay: { rate: '0.05', type: 'rate' },
      rounded: '20.00',
    },
    lineId: '1',
    posted: '20.00',
    productId: 'sku-1',
    released: '0.00',
    rule: 'base',
    state: 'held',
    ...change,
  };
}

function aStatement(change: Partial<Statement> = {}): Statement {
  return {
    attribution: {},
    bonus: '50.00',
    bonuses: [
      {
        amount: '50.00',
        bonus: 'b1',
        metric: 'base',
        offered: true,
        pay: { flat: '50.00' },
        plan: 1,
        reached: '600.00',
        reaches: '500.00',
        rounding: 'half-even',
        window: '2026-10',
      },
    ],
    closing: '0.00',
    commission: '20.00',
    conversions: [
      {
        basis: 'model',
        conversionId: 'ord_1',
        credit: '2/5',
        heldUntil: '2026-11-04T03:00:00Z',
        kind: 'sale',
        model: 'position-based',
        occurredAt: '2026-10-05T03:00:00Z',
        plan: 1,
        rounding: 'half-even',
        touchpoints: [],
      },
    ],
    currency: 'USD',
    engine: '1',
    held: '20.00',
    lines: [aStatementLine()],
    opening: '-12.50',
    openingHeld: '0.00',
    override: '4.00',
    overrides: [
      { amount: '4.00', level: 1, plan: 1, rate: '0.10', recruited: 'ptn_2', rounding: 'half-even', source: '40.00' },
    ],
    outcome: 'paid',
    partner: { id: 'ptn_1', name: '株式会社さくら' },
    payable: '41.50',
    payout: '41.50',
    period: { end: '2026-10-31T15:00:00Z', id: '2026-10', start: '2026-09-30T15:00:00Z', timezone: 'Asia/Tokyo' },
    program: { id: 'prg_1', name: '春の紹介' },
    released: '0.00',
    schema: 'bunpai/statement/1',
    statementId: 'prg_1:2026-10:ptn_1',
    threshold: '10.00',
    ...change,
  };
}

type Row = Readonly<Record<string, string>>;

const csvOf = (change: Partial<Statement> = {}): string => statementCsv(JSON.stringify(aStatement(change)));

/** Read back as any reader of RFC 4180 would. */
const rowsOf = (change: Partial<Statement> = {}): Row[] =>
  parse(csvOf(change), { columns: true, bom: true, record_delimiter: '\r\n' }) as Row[];

describe('a statement as CSV', () => {
  it('begins with a byte order mark and the names of its columns, and every row ends in CR LF', () => {
    const csv = csvOf();
    expect(csv.startsWith(`\uFEFF${COLUMNS}\r\n`)).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('shows a line with its credit as a decimal number, since a spreadsheet reads a fraction as a date', () => {
    expect(rowsOf()[1]).toEqual({
      statement_id: 'prg_1:2026-10:ptn_1',
      period: '2026-10',
      partner_id: 'ptn_1',
      conversion_id: 'ord_1',
      line_id: '1',
      occurred_at: '2026-10-05T03:00:00Z',
      product_id: 'sku-1',
      rule: 'base',
      credit: '0.4',
      base: '1000.00',
      net_base: '400.00',
      commission: '20.00',
      posted: '20.00',
      released: '0.00',
      state: 'held',
      held_until: '2026-11-04T03:00:00Z',
      reason: '',
      currency: 'USD',
    });
  });

  it.each([
    ['1', '1'],
    ['1/2', '0.5'],
    ['1/3', '0.333333333333'],
    ['2/3', '0.666666666667'],
    ['1/1000000', '0.000001'],
  ])('writes the credit %s as %s', (credit, decimal) => {
    const [conversion] = aStatement().conversions;
    const rows = rowsOf({ conversions: conversion ? [{ ...conversion, credit }] : [] });
    expect(rows[1]?.['credit']).toBe(decimal);
  });

  it('has a row for every balance, bonus and override, in this order', () => {
    const rows = rowsOf().map(({ state, rule, posted, released, reason }) => [state, rule, posted, released, reason]);
    expect(rows).toEqual([
      ['opening', '', '0.00', '-12.50', ''],
      ['held', 'base', '20.00', '0.00', ''],
      ['bonus', 'b1', '50.00', '50.00', 'base 600.00 of 500.00 in 2026-10'],
      ['override', '1:ptn_2', '4.00', '4.00', '0.10 of 40.00'],
      ['payable', '', '', '41.50', ''],
      ['payout', '', '', '41.50', 'paid'],
      ['closing', '', '20.00', '0.00', ''],
    ]);
  });

  it('says why a line pays nothing', () => {
    const line = aStatementLine();
    const rows = rowsOf({ lines: [{ ...line, explanation: { ...line.explanation, reason: 'capped' } }] });
    expect(rows[1]?.['reason']).toBe('capped');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\0=1'])(
    'marks the text %j, which a spreadsheet would run',
    (text) => {
      const rows = rowsOf({
        lines: [aStatementLine({ conversionId: text, lineId: text, productId: text, rule: text })],
      });
      const { conversion_id, line_id, product_id, rule } = rows[1] ?? {};
      expect([conversion_id, line_id, product_id, rule]).toEqual(Array(4).fill(`'${text}`));
    },
  );

  it('never marks an amount, however negative', () => {
    const [opening, line] = rowsOf({
      lines: [aStatementLine({ commission: '0.00', posted: '-20.00', released: '-20.00' })],
    });
    expect(opening?.['released']).toBe('-12.50');
    expect(line?.['posted']).toBe('-20.00');
    expect(line?.['released']).toBe('-20.00');
  });

  it.each(['a,b', 'say "yes"', 'two\nlines', 'two\r\nlines', '"', 'お茶、玉露'])('keeps the text %j whole', (text) => {
    expect(rowsOf({ lines: [aStatementLine({ conversionId: text })] })[1]?.['conversion_id']).toBe(text);
  });
});
