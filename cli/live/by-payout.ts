import { parseAmount } from '../../domain/money/amount.ts';
import type { Summary } from '../../domain/settlement/summary.ts';

/** The partners of a month, the one who is paid most first. */
export function byPayout({ partners, currency }: Summary): Summary['partners'] {
  const minor = new Map(partners.map(({ partnerId, payout }) => [partnerId, parseAmount(payout, currency)]));
  const of = (partnerId: string) => minor.get(partnerId) ?? 0n;
  return [...partners].sort((a, b) => {
    const more = of(b.partnerId) - of(a.partnerId);
    return more > 0n ? 1 : more < 0n ? -1 : a.partnerId < b.partnerId ? -1 : 1;
  });
}
