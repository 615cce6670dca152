import { describe, expect, it } from 'vitest';
import { formatAmount, parseAmount } from '../../domain/money/amount.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import { directoryOf } from '../../domain/partner/directory.ts';
import { EMPTY_CARRY } from '../../domain/settlement/carry.ts';
import { readCarry, writeCarry } from '../../domain/settlement/carry-text.ts';
import type { PeriodResult } from '../../domain/settlement/close-period.ts';
import { closePeriod } from '../../domain/settlement/close-period.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import type { Figures, Summary } from '../../domain/settlement/summary.ts';
import { summaryOf } from '../../domain/settlement/summary.ts';
import type { ProgramTerms } from '../../domain/settlement/terms.ts';
import { termsOf } from '../../domain/settlement/terms.ts';
import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Reversal } from '../../domain/tracking/reversal.ts';
import { readSettlement } from '../../functions/usecases/read-settlement.ts';
import { faultsOfChain } from '../domain/settlement/faults.ts';
import { aWorld } from '../functions/settlement/world.ts';
import { someFacts } from '../support/build.ts';
import type { Expected, ExpectedLine, GoldenCase } from './golden-case.ts';
import { goldenCases } from './golden-case.ts';

interface Closed {
  readonly result: PeriodResult;
  readonly terms: ProgramTerms;
  readonly summary: Summary;
}

/** Closes all months of a case with the domain alone; what is dated after a cutoff is left for the next close. */
function closedByDomain(golden: GoldenCase): readonly Closed[] {
  const rates: DailyRate[] = [];
  const clicks: Click[] = [];
  let conversions: readonly Conversion[] = [];
  let reversals: readonly Reversal[] = [];
  let carry = EMPTY_CARRY;
  return golden.closes.map((close): Closed => {
    rates.push(...close.rates);
    clicks.push(...close.clicks);
    conversions = [...conversions, ...close.conversions];
    reversals = [...reversals, ...close.reversals];
    const terms = termsOf(golden.program, golden.plans, directoryOf(golden.enrollments, golden.coupons), [...rates]);
    const period = terms.calendar.period(close.periodId);
    const isIn = ({ occurredAt }: { readonly occurredAt: number }) => occurredAt < period.end;
    const facts = someFacts({
      conversions: conversions.filter(isIn),
      reversals: reversals.filter(isIn),
      clicks,
    });
    conversions = conversions.filter((fact) => !isIn(fact));
    reversals = reversals.filter((fact) => !isIn(fact));
    const result = closePeriod(period, facts, carry, terms);
    // Between two closes a carry is text.
    carry = readCarry([...writeCarry(result.carry)]);
    return { result, terms, summary: summaryOf(result, terms) };
  });
}

const NAMES = ['base', 'commission', 'bonus', 'override', 'held', 'released', 'payable', 'payout'] as const;

/** Expected figures of all partners and of the program, with what was left out put in. */
function wanted({ partners = {} }: Expected, { currency, partners: got }: Summary) {
  const total = new Map<keyof Figures, bigint>();
  const figuresOf = (given: Partial<Figures>) =>
    Object.fromEntries(
      NAMES.map((name) => {
        const minor = parseAmount(given[name] ?? '0', currency);
        total.set(name, (total.get(name) ?? 0n) + minor);
        return [name, formatAmount(minor, currency)];
      }),
    );
  const rows = got.map(({ partnerId }) => ({ partnerId, ...figuresOf(partners[partnerId] ?? {}) }));
  return {
    partners: rows,
    totals: Object.fromEntries(NAMES.map((name) => [name, formatAmount(total.get(name) ?? 0n, currency)])),
    unknown: Object.keys(partners).filter((partnerId) => !got.some((row) => row.partnerId === partnerId)),
  };
}

function shownLine(settled: SettledLine, currency: string, { conversion: _, ...asked }: ExpectedLine) {
  const { paid } = settled;
  const all: Record<string, string | undefined> = {
    line: paid.booked.conversion.lines[paid.line.position]?.lineId,
    partner: paid.line.partnerId,
    rule: paid.line.payId ?? undefined,
    commission: formatAmount(settled.targetMinor, currency),
    posted: formatAmount(settled.postedMinor, currency),
    released: formatAmount(settled.releasedMinor, currency),
    reason: paid.worth.reason ?? undefined,
  };
  return Object.fromEntries(Object.keys(asked).map((name) => [name, all[name]]));
}

function checkLines({ lines = [] }: Expected, { result, summary }: Closed): void {
  for (const line of lines) {
    const found = result.lines.filter(
      ({ paid }) =>
        paid.booked.conversion.conversionId === line.conversion &&
        paid.line.partnerId === line.partner &&
        (line.line === undefined || paid.booked.conversion.lines[paid.line.position]?.lineId === line.line) &&
        (line.rule === undefined || paid.line.payId === line.rule),
    );
    const { conversion: _, ...expected } = line;
    expect(found.map((settled) => shownLine(settled, summary.currency, line))).toEqual([expected]);
  }
}

const cases = goldenCases();

describe('golden cases', () => {
  it('are many, and each says what it is for', () => {
    expect(cases.length).toBeGreaterThanOrEqual(25);
    expect(cases.filter(({ purpose }) => !purpose.endsWith('.')).map(({ name }) => name)).toEqual([]);
  });

  for (const golden of cases) {
    describe(golden.name, () => {
      it(golden.purpose, () => {
        const closed = closedByDomain(golden);
        for (const [index, each] of closed.entries()) {
          const expected = golden.closes[index]?.expected ?? {};
          const { summary, result } = each;
          const { partners, totals, unknown } = wanted(expected, summary);
          expect(unknown, 'partners expected that nobody knows').toEqual([]);
          expect({ period: summary.period, partners: summary.partners, totals: summary.totals }).toEqual({
            period: golden.closes[index]?.periodId,
            partners,
            totals,
          });
          expect(summary.unmatchedReversals).toBe(expected.unmatchedReversals ?? 0);
          if (expected.conversions) {
            expect(summary.conversions).toEqual({ recorded: 0, attributed: 0, ...expected.conversions });
          }
          const excess = result.excesses.map(({ reversalId, excessMinor }) => [reversalId, excessMinor.toString()]);
          expect(Object.fromEntries(excess)).toEqual(expected.excess ?? {});
          checkLines(expected, each);
        }
        expect(faultsOfChain(closed)).toEqual([]);
      });

      it('comes to the same through the use cases', async () => {
        const world = await aWorld(golden);
        for (const [index, { summary }] of closedByDomain(golden).entries()) {
          const close = golden.closes[index];
          if (!close) continue;
          world.setNow(world.periodOf(close.periodId).end + 3_600_000);
          await world.record(close);
          await world.settle(close.periodId);
          const read = await readSettlement(world.deps, { scope: world.scope, periodId: close.periodId });
          expect(read.summary).toEqual(summary);
        }
      });
    });
  }
});
