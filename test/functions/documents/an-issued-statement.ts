import type { IssuedStatement, StatementDocument } from '../../../domain/statement/document.ts';
import type { Statement, StatementLine } from '../../../domain/statement/statement.ts';
import type { StatementConversion } from '../../../domain/statement/statement-conversion.ts';

export const aDocument = (change: Partial<StatementDocument> = {}): StatementDocument => ({
  agreedOn: '2026-04-01',
  confirmBy: '2026-11-19T01:00:00Z',
  issuedAt: '2026-11-05T01:00:00Z',
  partner: {
    address: '東京都渋谷区神宮前1-2-3 青葉ビル4階',
    name: '株式会社髙﨑・𠮷田アフィリエイト',
    registrationNumber: 'T7123456789012',
    vatNumber: null,
  },
  payer: {
    address: '東京都千代田区丸の内1-1-1',
    name: '春日商事株式会社',
    registrationNumber: 'T8123456789013',
    vatNumber: null,
  },
  plannedOn: '2026-11-30',
  tax: {
    carriedIn: '0',
    carriedOn: '0',
    grossUp: '0',
    notes: [],
    paid: '10000',
    rates: [
      {
        code: 'JP_QUALIFIED',
        gross: '110000',
        isIncluded: false,
        isReduced: false,
        net: '100000',
        rate: '0.1',
        tax: '10000',
      },
    ],
    rows: ['jp-consumption-10'],
    tax: '10000',
    withholding: '10210',
  },
  total: '110000',
  transfer: '104790',
  version: 1,
  ...change,
});

/** A statement of so many lines, each of a conversion of its own. */
export function anIssuedStatement(lines: number, change: Partial<IssuedStatement> = {}): IssuedStatement {
  const places = Array.from({ length: lines }, (_, index) => index);
  return {
    attribution: {},
    bonus: '5000',
    bonuses: [
      {
        amount: '5000',
        bonus: 'bonus-100',
        metric: 'conversions',
        offered: true,
        pay: { flat: '5000' },
        plan: 1,
        reached: '120',
        reaches: '100',
        rounding: 'half-even',
        window: '2026-10',
      },
    ],
    closing: '0',
    commission: '94700',
    conversions: places.map(conversionAt),
    currency: 'JPY',
    document: aDocument(),
    engine: '1',
    held: '1234',
    lines: places.map(lineAt),
    opening: '5000',
    openingHeld: '0',
    outcome: 'paid',
    override: '300',
    overrides: [
      { amount: '300', level: 1, plan: 1, rate: '0.05', recruited: 'ptn_7', rounding: 'half-even', source: '6000' },
    ],
    partner: { id: 'ptn_1', name: '株式会社髙﨑・𠮷田アフィリエイト' },
    payable: '105000',
    payout: '105000',
    period: { end: '2026-10-31T15:00:00Z', id: '2026-10', start: '2026-09-30T15:00:00Z', timezone: 'Asia/Tokyo' },
    program: { id: 'prg_1', name: '春の紹介プログラム' },
    released: '94700',
    schema: 'bunpai/statement/1',
    statementId: 'prg_1:2026-10:ptn_1',
    threshold: '1000',
    ...change,
  } satisfies Statement;
}

function conversionAt(place: number): StatementConversion {
  const day = String(1 + (place % 28)).padStart(2, '0');
  return {
    basis: 'model',
    conversionId: `ord_2026_${String(place).padStart(6, '0')}`,
    credit: '1',
    heldUntil: '2026-11-30T00:00:00Z',
    kind: 'sale',
    occurredAt: `2026-10-${day}T03:11:07Z`,
    plan: 1,
    rounding: 'half-even',
    touchpoints: [],
  };
}

function lineAt(place: number): StatementLine {
  const commission = String(1000 + place * 37);
  const base = String(10_000 + place * 370);
  return {
    commission,
    conversionId: `ord_2026_${String(place).padStart(6, '0')}`,
    explanation: {
      base: { amount: base, base, net: base },
      exact: commission,
      netBase: base,
      pay: { rate: '0.1', type: 'rate' },
      rounded: commission,
    },
    lineId: '1',
    posted: place % 9 === 0 ? `-${120 + place}` : commission,
    released: place % 5 === 0 ? commission : '0',
    rule: place % 3 === 0 ? 'summer-special' : '標準ルール',
    state: place % 5 === 0 ? 'released' : 'held',
  };
}
