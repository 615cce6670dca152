import type { PayTrace } from '../../../domain/commission/pay-trace.ts';
import type { Pay, Plan, Rule } from '../../../domain/commission/plan.ts';
import { traceOf } from '../../../domain/commission/trace-of.ts';
import { EMPTY_CARRY } from '../../../domain/settlement/carry.ts';
import type { PeriodResult } from '../../../domain/settlement/close-period.ts';
import { closePeriod } from '../../../domain/settlement/close-period.ts';
import type { Conversion, ConversionLine } from '../../../domain/tracking/conversion.ts';
import type { FactsChange, TermsChange } from '../../support/build.ts';
import {
  aClick,
  aConversion,
  aLine,
  aPlan,
  aProgram,
  aRule,
  NOON,
  someAttribution,
  someFacts,
  someTerms,
} from '../../support/build.ts';

/** One line of the books as a reader of this folder's tests looks at it. */
export interface Row {
  readonly conversion: string;
  readonly line: string;
  readonly partner: string;
  readonly rule: string | null;
  readonly net: bigint;
  readonly amount: bigint;
  readonly reason: PayTrace['reason'];
  readonly trace: PayTrace;
}

export type OctoberCase = TermsChange & FactsChange;

/** Closes October 2026, the first period of a program. */
export function closeOctober(of: OctoberCase): PeriodResult {
  const terms = someTerms(of);
  return closePeriod(terms.calendar.period('2026-10'), someFacts(of), EMPTY_CARRY, terms);
}

/** The lines of a close, in the order in which they were paid. */
export function rowsOf({ lines }: PeriodResult): readonly Row[] {
  return lines.map(({ paid: { booked, line, pay, worth } }) => ({
    conversion: booked.conversion.conversionId,
    line: booked.conversion.lines[line.position]?.lineId ?? '',
    partner: line.partnerId,
    rule: line.payId,
    net: pay.netBaseMinor,
    amount: worth.amountMinor,
    reason: worth.reason,
    trace: traceOf(pay, worth),
  }));
}

export const octoberRows = (of: OctoberCase): readonly Row[] => rowsOf(closeOctober(of));

export const amountsOf = (of: OctoberCase): readonly bigint[] => octoberRows(of).map(({ amount }) => amount);

/** A plan of one rule, with whatever else the rule says. */
export const paying = (pay: Pay, change: Partial<Rule> = {}, plan: Partial<Plan> = {}): Plan =>
  aPlan({ ...plan, rules: [aRule({ id: 'rule', pay, ...change })] });

/** A sale credited to ptn_1 alone, its `index` telling its id and its place in time. */
export function aSale(
  index: number,
  lines: readonly (bigint | Partial<ConversionLine>)[],
  change: Partial<Conversion> = {},
): Conversion {
  return aConversion({
    conversionId: `cnv_${index}`,
    occurredAt: NOON + index,
    partnerId: 'ptn_1',
    lines: lines.map((line, position) =>
      aLine({ lineId: `${position + 1}`, ...(typeof line === 'bigint' ? { amountMinor: line } : line) }),
    ),
    ...change,
  });
}

/** A sale that these partners share evenly, in this order, with the program and clicks that make it so. */
export function aSharedSale(
  partners: readonly string[],
  lines: Parameters<typeof aSale>[1],
  change: Partial<Conversion> = {},
): OctoberCase {
  return {
    program: aProgram({ attribution: someAttribution({ model: { name: 'linear' } }) }),
    conversions: [aSale(1, lines, { partnerId: null, ...change })],
    clicks: partners.map((partnerId, index) =>
      aClick({ clickId: `clk_${index}`, partnerId, occurredAt: NOON - 1000 + index }),
    ),
  };
}

export const yen = (amount: string) => ({ amount, currency: 'JPY' });
