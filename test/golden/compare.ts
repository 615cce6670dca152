import { formatAmount, parseAmount } from '../../domain/money/amount.ts';
import type { SettledLine } from '../../domain/settlement/settle-lines.ts';
import type { ClosedCase } from './close-case.ts';
import type { Expected, ExpectedLine } from './golden-case.ts';

/** One figure of a close: what finance worked out, and what the engine says. */
export interface Compared {
  /** A partner, all of them, an outcome, a reversal or a line. */
  readonly of: string;
  readonly figure: string;
  readonly expected: string;
  readonly actual: string;
}

const FIGURES = ['base', 'commission', 'bonus', 'override', 'held', 'released', 'payable', 'payout'] as const;

export const isDifferent = ({ expected, actual }: Compared): boolean => expected !== actual;

/** Every figure of a close beside what is expected of it; what a case leaves out is expected to be zero. */
export function compare(expected: Expected, closed: ClosedCase): readonly Compared[] {
  return [
    ...comparePartners(expected, closed),
    ...compareCounts(expected, closed),
    ...(expected.lines ?? []).flatMap((line) => compareLine(line, closed)),
  ];
}

function comparePartners({ partners = {} }: Expected, { summary }: ClosedCase): Compared[] {
  const { currency } = summary;
  const compared: Compared[] = [];
  const totals = new Map<string, bigint>();
  for (const { partnerId, ...figures } of summary.partners) {
    for (const figure of FIGURES) {
      const minor = parseAmount(partners[partnerId]?.[figure] ?? '0', currency);
      totals.set(figure, (totals.get(figure) ?? 0n) + minor);
      compared.push({ of: partnerId, figure, expected: formatAmount(minor, currency), actual: figures[figure] });
    }
  }
  for (const figure of FIGURES) {
    const expected = formatAmount(totals.get(figure) ?? 0n, currency);
    compared.push({ of: 'all', figure, expected, actual: summary.totals[figure] });
  }
  const known = new Set(summary.partners.map(({ partnerId }) => partnerId));
  for (const partnerId of Object.keys(partners)) {
    if (!known.has(partnerId)) {
      compared.push({ of: partnerId, figure: 'partner', expected: 'known', actual: 'unknown' });
    }
  }
  return compared;
}

function compareCounts({ conversions, unmatchedReversals, excess = {} }: Expected, closed: ClosedCase): Compared[] {
  const { summary, result } = closed;
  const compared: Compared[] = [];
  const count = (of: string, figure: string, expected: string | number, actual: string | number) =>
    compared.push({ of, figure, expected: String(expected), actual: String(actual) });
  if (conversions) {
    for (const outcome of new Set([...Object.keys(summary.conversions), ...Object.keys(conversions)])) {
      count('conversions', outcome, conversions[outcome] ?? 0, summary.conversions[outcome] ?? 0);
    }
  }
  count('reversals', 'unmatched', unmatchedReversals ?? 0, summary.unmatchedReversals);
  const actual = new Map(result.excesses.map(({ reversalId, excessMinor }) => [reversalId, excessMinor.toString()]));
  for (const reversalId of new Set([...actual.keys(), ...Object.keys(excess)])) {
    count(reversalId, 'excess', excess[reversalId] ?? '0', actual.get(reversalId) ?? '0');
  }
  return compared;
}

function compareLine(line: ExpectedLine, { result, summary }: ClosedCase): Compared[] {
  const { conversion, line: lineId, partner, rule, ...asked } = line;
  const of = [conversion, lineId, partner, rule].filter((part) => part !== undefined).join(' ');
  const found = result.lines.filter(
    ({ paid }) =>
      paid.booked.conversion.conversionId === conversion &&
      paid.line.partnerId === partner &&
      (lineId === undefined || lineIdOf(paid) === lineId) &&
      (rule === undefined || paid.line.payId === rule),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    return [{ of, figure: 'lines', expected: '1', actual: String(found.length) }];
  }
  const figures: Record<keyof typeof asked, string> = {
    commission: formatAmount(only.targetMinor, summary.currency),
    posted: formatAmount(only.postedMinor, summary.currency),
    released: formatAmount(only.releasedMinor, summary.currency),
    reason: only.paid.worth.reason ?? 'none',
  };
  return (Object.keys(asked) as (keyof typeof asked)[]).map((figure) => ({
    of,
    figure,
    expected: asked[figure] ?? '',
    actual: figures[figure],
  }));
}

export function lineIdOf({ booked, line }: SettledLine['paid']): string {
  return booked.conversion.lines[line.position]?.lineId ?? '';
}
