import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../../domain/money/readable.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import { statementsOf } from '../../../domain/statement/statement.ts';
import { explanationText, sourceOf } from '../../../domain/statement/text/explanation-text.ts';
import { statementText } from '../../../domain/statement/text/statement-text.ts';
import type { Language } from '../../../domain/statement/text/words.ts';
import { closeCase } from '../../golden/close-case.ts';
import { readCase } from '../../golden/golden-case.ts';
import {
  aClick,
  aConversion,
  aLine,
  aPlan,
  aProgram,
  aReversal,
  NOON,
  someAttribution,
  someFacts,
  someTerms,
} from '../../support/build.ts';
import { closeMonths, scenario } from '../settlement/scenario.ts';

const LANGUAGES: readonly Language[] = ['en', 'ja'];
const RUNS = 60;
const GOLDEN = join(import.meta.dirname, '../../golden');

function october(): Statement {
  const terms = someTerms({
    program: aProgram({ currency: 'USD', attribution: someAttribution({ model: { name: 'linear' } }) }),
    plan: aPlan({
      rules: [
        { id: 'gold', when: { tier: ['gold'] }, pay: { rate: '0.2' } },
        {
          id: 'volume',
          when: {},
          pay: {
            volume: {
              metric: 'base',
              window: 'month',
              mode: 'marginal',
              steps: [
                { from: '0', rate: '0.05' },
                { from: '1000', rate: '0.075' },
              ],
            },
          },
          cap: { amount: '100', per: 'partner-period' },
        },
      ],
    }),
  });
  const clicks = ['ptn_1', 'ptn_2', 'ptn_1'].map((partnerId, index) =>
    aClick({ clickId: `clk_${index}`, partnerId, occurredAt: NOON - 5000 + index * 1000, isBot: index === 2 }),
  );
  const lines = [aLine({ productId: 'tea', amountMinor: 330_001n, taxMinor: 30_000n })];
  const facts = someFacts({
    conversions: [aConversion({ currency: 'USD', lines })],
    reversals: [aReversal({ amountMinor: 33_000n })],
    clicks,
  });
  const result = closePeriod(terms.calendar.period('2026-10'), facts, EMPTY_CARRY, terms);
  const [statement] = [...statementsOf(result, terms)];
  if (statement === undefined) throw new Error('there is no statement');
  return statement;
}

/** A partner's statement of one close of a golden case. */
function statementIn(name: string, partnerId: string, close: number): Statement {
  const closed = closeCase(readCase(join(GOLDEN, `${name}.json`)))[close];
  if (closed === undefined) throw new Error(`${name} has no close ${close}`);
  const found = [...statementsOf(closed.result, closed.terms)].find(({ partner }) => partner.id === partnerId);
  if (found === undefined) throw new Error(`there is no statement of ${partnerId}`);
  return found;
}

function textOf(statement: Statement, language: Language): string {
  const [conversion] = statement.conversions;
  if (conversion === undefined) throw new Error('there is no conversion');
  return explanationText(sourceOf(statement), conversion, statement.lines, language);
}

describe('an explanation as text', () => {
  it('tells every step of the sum in English', () => {
    expect(textOf(october(), 'en')).toBe(`Commission on sale cnv_1
ptn_1 (ptn_1) · 春の紹介プログラム · 2026-10
It happened at 2026-10-15 12:00:00 and its commission is held until 2026-11-14 12:00:00 (Asia/Tokyo).
Amounts are in USD. Rounding: to the nearest unit, a half to the even one.

Who is credited
  By the model linear over these touchpoints:
  Settings: clickDedupeSeconds 0, coupon ignore, lookbackDays 30, minSecondsToConvert 0, model.name linear
  - click clk_0 at 2026-10-15 11:59:55 (yours)
  - click at 2026-10-15 11:59:56 (another partner’s)
  Not counted: clk_2 at 2026-10-15 11:59:57: it was a bot
  Credit: 1/2, number 1 of 1/2, 1/2

Line 1 (tea) · volume
  charged to the customer: 3,300.01
  less tax: 300.00
  base: 3,300.01 − 300.00 = 3,000.01
  taken back for reversals of 330.00: 330.00 × 3,000.01 ÷ 3,300.01 = 300.00, rounded
  net base: 3,000.01 − 300.00 = 2,700.01
  your part of the net base: 2,700.01 × 1/2 = 1,350.01
  (everybody’s part is rounded down to the smallest unit; units left over go to the largest remainders, then to the first)
  volume by net base in 2026-10: this line goes from 0.00 to 1,350.01
  step from 0, 1,000.00 of it: 1,000.00 × 0.05
  step from 1,000, 350.01 of it: 350.01 × 0.075
  before rounding: 76.25075
  rounded: 76.25
  cap per partner and period: 100.00, used before 0.00; cut by 0.00
  commission: 76.25
  of that in 2026-10: posted 76.25, released 0.00; now held
  rule gold did not pay: tier does not match

Plan version 1, engine 1.
`);
  });

  it('tells the same in Japanese', () => {
    const text = textOf(october(), 'ja');
    expect(text).toContain(`販売 cnv_1 の報酬
ptn_1（ptn_1）· 春の紹介プログラム · 2026-10
発生日時 2026-10-15 12:00:00、報酬の保留期限 2026-11-14 12:00:00（Asia/Tokyo）。`);
    expect(text).toContain(`  取消額 330.00 に応じた減額：330.00 × 3,000.01 ÷ 3,300.01 = 300.00（端数処理後）
  純基準額：3,000.01 − 300.00 = 2,700.01
  純基準額のうちご自身の分：2,700.01 × 1/2 = 1,350.01`);
    expect(text).toContain('  ルール gold は適用外：ランクが条件に合わないため');
  });

  it('says why the credit is a linear one though the model is another', () => {
    const [conversion] = october().conversions;
    if (conversion === undefined) throw new Error('there is no conversion');
    const noted = { ...conversion, model: 'markov', note: 'snapshot.missing' };
    const textIn = (language: Language) => explanationText(sourceOf(october()), noted, [], language);
    expect(textIn('en')).toContain('  Credited evenly, touch by touch: the model was not fitted yet.\n');
    expect(textIn('ja')).toContain('  モデルがまだ算出されていないため、接点ごとに均等に配分しました。\n');
  });

  it('names the fit whose shares divided the conversion', () => {
    const [conversion] = october().conversions;
    if (conversion === undefined) throw new Error('there is no conversion');
    const fitted = { ...conversion, model: 'markov', snapshot: 'snp_1' };
    const textIn = (language: Language) => explanationText(sourceOf(october()), fitted, [], language);
    expect(textIn('en')).toContain('  Shares as fitted in snapshot snp_1\n');
    expect(textIn('ja')).toContain('  配分の算出元：スナップショット snp_1\n');
  });

  it('says that what a line was sealed with stays, also under a cap that the others have used up', () => {
    const statement = statementIn('dispute-won-keeps-what-was-sealed', 'ptn_1', 1);
    expect(textOf(statement, 'en')).toContain(`  rounded: 600
  cap per partner and period: 1,000, used before 1,700; cut by 300
  (never below the 300 that it was worth when its window ended)
  commission: 300
`);
    expect(textOf(statement, 'ja')).toContain('（期間終了時の金額 300 を下回ることはありません）');
  });

  it('says what was posted before, where only the difference is posted now', () => {
    const statement = statementIn('refund-after-payment', 'ptn_1', 1);
    expect(textOf(statement, 'en')).toContain(`  commission: 300
  posted before 2026-11: 500
  of that in 2026-11: posted -200, released -200; now released
`);
    expect(textOf(statement, 'ja')).toContain('  2026-11 より前の計上：500\n');
  });

  it('says at whose rate of which day an amount was exchanged', () => {
    const statement = statementIn('euro-into-dollars', 'ptn_1', 0);
    expect(textOf(statement, 'en')).toContain(
      '  at the rate of 2026-10-05 (ECB): 33.33 EUR × 1.0835 = 36.11, rounded\n',
    );
    expect(textOf(statement, 'ja')).toContain('  2026-10-05 のレート（ECB）で換算：33.33 EUR × 1.0835 = 36.11');
  });

  it('divides by a rate that is quoted the usual way round, yen for a euro', () => {
    const statement = statementIn('yen-into-euros', 'ptn_1', 0);
    expect(textOf(statement, 'en')).toContain(
      '  at the rate of 2026-10-05 (ECB): 1,000,000 JPY ÷ 162.35 = 6,159.53, rounded\n',
    );
    expect(textOf(statement, 'ja')).toContain('で換算：1,000,000 JPY ÷ 162.35 = 6,159.53');
  });

  it('says of which months an override is, where a level ends', () => {
    const statement = statementIn('override-months-by-level', 'ptn_3', 0);
    expect(statementText(statement, 'en')).toContain(
      'override of level 2 (plan version 1): 1,000 released for ptn_1 (sold within 1 month(s) of joining) × 0.05 = 50',
    );
    expect(statementText(statement, 'ja')).toContain('ptn_1 の確定額（参加から1か月以内の販売分） 1,000 × 0.05 = 50');
  });

  it('leaves no blank and no number out, whatever the program', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        for (const { result, terms } of closeMonths(given)) {
          for (const statement of statementsOf(result, terms)) {
            for (const language of LANGUAGES) expect(missingIn(statement, language)).toEqual([]);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** Numbers of a statement that its texts do not show, and blanks that nothing filled. */
function missingIn(statement: Statement, language: Language): readonly string[] {
  const source = sourceOf(statement);
  const missing: string[] = [];
  const look = (text: string, wanted: readonly string[]): void => {
    missing.push(...(/\{\w+\}/.exec(text) ?? []), ...(/undefined|\[object/.exec(text) ?? []));
    missing.push(...wanted.filter((number) => !text.includes(number)));
  };
  for (const conversion of statement.conversions) {
    for (const line of statement.lines) {
      if (line.conversionId !== conversion.conversionId) continue;
      const { base, caps = [], pay, rounded, netBase, reason } = line.explanation;
      const left = [base.reversed, base.takenBack, base.taxLeftOut, base.shippingLeftOut, base.exchange?.rate];
      const amounts = [base.amount, base.base, rounded, line.commission, line.posted, line.released, ...left];
      const paid = reason === undefined && pay.type === 'rate' ? [netBase, pay.rate] : [];
      const cuts = caps.flatMap(({ cut, limit, used, whole }) => [cut, limit, used, whole]);
      const wanted = [...amounts, ...paid, ...cuts].flatMap((number) => (number === undefined ? [] : grouped(number)));
      look(explanationText(source, conversion, [line], language), wanted);
    }
  }
  const { opening, released, bonus, override, payable, payout, closing, bonuses, overrides } = statement;
  const extras = [...bonuses, ...overrides].map(({ amount }) => amount);
  const figures = [opening, released, bonus, override, payable, payout, closing, ...extras];
  look(statementText(statement, language), figures.map(grouped));
  return missing;
}
