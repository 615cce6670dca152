import type { Random } from '../../../cli/sample/random.ts';
import type { Adjusted, MoneyHistory, PartnerHistory, Refund, Sale } from './history.ts';

interface Setting {
  readonly months: readonly string[];
  readonly partners: readonly PartnerHistory[];
  /** How large amounts are. */
  readonly scale: number;
}

type Facts = Pick<MoneyHistory, 'sales' | 'refunds' | 'adjustments'>;

/** What partners sell, what is refunded or won back of it in later months, and what people change. */
export function randomFacts(random: Random, { months, partners, scale }: Setting): Facts {
  const sales: Sale[] = [];
  const refunds: Refund[] = [];
  const adjustments: Adjusted[] = [];
  for (const [at, month] of months.entries()) {
    for (const { partnerId, endedOn } of partners) {
      for (let count = random.whole(0, 3); count > 0; count -= 1) {
        const day = dayIn(random, month);
        if (endedOn !== null && day >= endedOn) continue;
        const conversionId = `${partnerId}/${sales.length}`;
        const lines = Array.from({ length: random.whole(1, 2) }, () => BigInt(random.whole(100, 60_000) * scale));
        sales.push({ conversionId, partnerId, day, lines });
      }
    }
    for (const sale of sales) {
      const day = dayIn(random, month);
      if (day >= sale.day && random.isTrue(0.15)) refunds.push(randomRefund(random, sale, day, refunds));
    }
    for (const { partnerId } of partners) {
      if (!random.isTrue(0.2)) continue;
      const size = BigInt(random.whole(1, 5_000)) * BigInt(random.pick([1, scale]));
      const isWriteOff = random.isTrue(0.2);
      const sold = sales.filter((sale) => sale.partnerId === partnerId).map(({ conversionId }) => conversionId);
      adjustments.push({
        adjustmentId: `adj_${adjustments.length}`,
        partnerId,
        month,
        day: dayIn(random, random.pick(months.slice(Math.max(0, at - 2), at + 1))),
        minor: isWriteOff || random.isTrue(0.5) ? size : -size,
        isWriteOff,
        about: isWriteOff ? null : aboutOf(random, sold, months.slice(0, at)),
      });
    }
  }
  return { sales, refunds, adjustments };
}

/** A part or the whole, now and then to undo an earlier refund of the same sale. */
function randomRefund(random: Random, { conversionId, lines }: Sale, day: string, earlier: readonly Refund[]): Refund {
  const whole = lines.reduce((sum, line) => sum + line, 0n);
  const undone = earlier.find((refund) => refund.conversionId === conversionId && refund.undoes === null);
  return {
    reversalId: `ref_${earlier.length}`,
    conversionId,
    day,
    amountMinor: random.isTrue(0.4) ? whole : (whole * BigInt(random.whole(1, 99))) / 100n || 1n,
    undoes: undone !== undefined && undone.day <= day && random.isTrue(0.4) ? undone.reversalId : null,
  };
}

function aboutOf(random: Random, sold: readonly string[], earlier: readonly string[]): Adjusted['about'] {
  const named = random.pick(['conversion', 'statement', 'nothing', 'nothing']);
  if (named === 'conversion' && sold.length > 0) return { conversionId: random.pick(sold) };
  return named === 'statement' && earlier.length > 0 ? { statementOf: random.pick(earlier) } : null;
}

function dayIn(random: Random, month: string): string {
  return `${month}-${String(random.whole(1, 28)).padStart(2, '0')}`;
}
