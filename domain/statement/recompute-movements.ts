import { parseAmount } from '../money/amount.ts';
import { greater, lesser } from '../money/lesser.ts';
import { ratioOf } from '../money/ratio.ts';
import { roundProduct } from '../money/round.ts';
import type { Compare } from './recompute-line.ts';
import type { Statement } from './statement.ts';

/**
 * Computes the movements that follow from others: what a write-off lets go of the debt that stood when its turn came, what the
 * reserve keeps of what was released, and what only changes places. What people decided is as they decided it.
 */
export function recomputeMovements(
  { movements = [], opening, released, bonus, override, currency }: Statement,
  compareAt: (index: number) => Compare,
): void {
  const money = (text = '0'): bigint => parseAmount(text, currency);
  let payableMinor = money(opening) + money(released) + money(bonus) + money(override);
  for (const [index, movement] of movements.entries()) {
    const compare = compareAt(index);
    const { amount, asked, held, rate = '0', reason, reserve = '0', source = '0', type } = movement;
    if (type === 'adjustment' && reason === 'debt-write-off') {
      compare('amount', amount, lesser(money(asked ?? amount), greater(-payableMinor, 0n)));
    }
    if (type === 'reserve') {
      const keptMinor = lesser(roundProduct(ratioOf(rate), money(source), 'down'), payableMinor);
      compare('source', source, money(released));
      compare('amount', amount, -keptMinor);
      compare('reserve', reserve, keptMinor);
    }
    if (type === 'reserve-release') compare('reserve', reserve, -money(amount));
    if (type === 'opening-release') compare('held', held ?? '0', -money(amount));
    payableMinor += money(amount);
  }
}
