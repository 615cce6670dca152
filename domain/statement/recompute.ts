import { namesOf } from '../integrity/statement-integrity.ts';
import type { StatementJson } from '../integrity/statement-parts.ts';
import { formatAmount, parseAmount } from '../money/amount.ts';
import type { Currency } from '../money/currency.ts';
import { ratioOf } from '../money/ratio.ts';
import type { RoundingMode } from '../money/round.ts';
import { roundProduct } from '../money/round.ts';
import type { IssuedStatement } from './document.ts';
import { recomputeDocument } from './recompute-document.ts';
import type { Compare, WrongAmount } from './recompute-line.ts';
import { recomputeLine } from './recompute-line.ts';
import { recomputeMovements } from './recompute-movements.ts';
import type { Statement } from './statement.ts';
import type { StatementBonus, StatementOverride } from './statement-extras.ts';

/** An amount of a statement that does not come out, and where it stands; `head` is what is in no list. */
export interface Miscalculation extends WrongAmount {
  readonly type: 'miscalculated';
  readonly section: 'head' | 'lines' | 'bonuses' | 'overrides' | 'movements';
  /** From 0. */
  readonly index: number;
  /** How the record names itself, where it does. */
  readonly names: string;
}

/**
 * Computes every amount of a statement again from what the statement itself explains, as its reader would with pencil and paper: lines,
 * bonuses, overrides and movements, the sums from opening to closing, and the document's from tax to transfer. Nothing when all come out. A number that is none throws.
 */
export function recomputed(statement: IssuedStatement): readonly Miscalculation[] {
  const found: Miscalculation[] = [];
  const { currency } = statement;
  const at = (section: Miscalculation['section'], index: number) => {
    const names = (): string => namesOf(statement as unknown as StatementJson, section, index);
    const wrong = (amount: WrongAmount): void => {
      found.push({ type: 'miscalculated', section, index, names: names(), ...amount });
    };
    const compare: Compare = (member, says, computedMinor) => {
      if (parseAmount(says, currency) === computedMinor) return;
      wrong({ member, says, computed: formatAmount(computedMinor, currency) });
    };
    return { wrong, compare };
  };
  const conversions = new Map(statement.conversions.map((conversion) => [conversion.conversionId, conversion]));
  for (const [index, line] of statement.lines.entries()) {
    const { wrong, compare } = at('lines', index);
    const conversion = conversions.get(line.conversionId);
    if (conversion === undefined) wrong({ member: 'conversionId', says: line.conversionId, computed: '' });
    else recomputeLine({ line, conversion, currency, compare, wrong });
  }
  for (const [index, bonus] of statement.bonuses.entries()) {
    at('bonuses', index).compare('amount', bonus.amount, bonusMinor(bonus, currency));
  }
  for (const [index, override] of statement.overrides.entries()) {
    at('overrides', index).compare('amount', override.amount, overrideMinor(override, currency));
  }
  recomputeMovements(statement, (index) => at('movements', index).compare);
  const { compare } = at('head', 0);
  recomputeHead(statement, compare);
  const inDocument: Compare = (member, ...amounts) => compare(`document.${member}`, ...amounts);
  const { document, payout } = statement;
  if (document !== undefined) recomputeDocument(document, { payout, currency, compare: inDocument });
  return found;
}

/** What it is worth now, less what was posted before; one that is promised no longer only shrinks. */
function bonusMinor(
  { earlier = '0', metric, offered, pay, reached, reaches, rounding }: StatementBonus,
  currency: Currency,
) {
  const money = (text: string): bigint => parseAmount(text, currency);
  const count = metric === 'base' ? money : BigInt;
  const [metricMinor, earlierMinor] = [count(reached), money(earlier)];
  const worthMinor = 'flat' in pay ? money(pay.flat) : rounded(pay.rate, metricMinor, rounding);
  const promisedMinor = metricMinor > 0n && metricMinor >= count(reaches) ? worthMinor : 0n;
  return (offered || promisedMinor < earlierMinor ? promisedMinor : earlierMinor) - earlierMinor;
}

function overrideMinor({ rate, rounding, source }: StatementOverride, currency: Currency): bigint {
  return rounded(rate, parseAmount(source, currency), rounding);
}

const rounded = (rate: string, minor: bigint, rounding: string): bigint =>
  roundProduct(ratioOf(rate), minor, rounding as RoundingMode);

/** From opening to closing. Whether a payable below the threshold is paid is the law's business, but it is paid whole or not at all. */
function recomputeHead(statement: Statement, compare: Compare): void {
  const money = (text = '0'): bigint => parseAmount(text, statement.currency);
  const sum = (amounts: readonly (string | undefined)[]): bigint =>
    amounts.reduce((total, text) => total + money(text), 0n);
  const { bonuses, lines, movements = [], overrides, payable, payout } = statement;
  compare('commission', statement.commission, sum(lines.map(({ posted }) => posted)));
  compare('released', statement.released, sum(lines.map(({ released }) => released)));
  compare('bonus', statement.bonus, sum(bonuses.map(({ amount }) => amount)));
  compare('override', statement.override, sum(overrides.map(({ amount }) => amount)));
  compare('moved', statement.moved ?? '0', sum(movements.map(({ amount }) => amount)));
  const { opening, released, bonus, override, moved } = statement;
  compare('payable', payable, sum([opening, released, bonus, override, moved]));
  const held = sum([statement.openingHeld, statement.commission, ...movements.map((movement) => movement.held)]);
  compare('held', statement.held, held - money(released));
  const reserve = sum([statement.openingReserve, ...movements.map((movement) => movement.reserve)]);
  compare('reserve', statement.reserve ?? '0', reserve);
  const isDue = money(payable) > 0n && (money(payout) !== 0n || money(payable) >= money(statement.threshold));
  compare('payout', payout, isDue ? money(payable) : 0n);
  compare('closing', statement.closing, money(payable) - money(payout));
}
