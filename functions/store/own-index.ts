import type { Coupon } from '../../domain/partner/enrollment.ts';
import type { RateKey } from './program-store.ts';
import { escaped, sortable } from './sort-text.ts';
import type { StatementHeader } from './statement-store.ts';

/** Where a coupon stands among those of its partner: by code, then by its first day, one that was always valid first. */
export function couponPositionOf({ code, validFrom }: Pick<Coupon, 'code' | 'validFrom'>): string {
  return `${escaped(code)}#${validFrom === null ? '' : sortable(validFrom)}`;
}

/** Where a statement stands among those of its partner, which are read from the last to the first. */
export function statementPositionOf(header: Pick<StatementHeader, 'periodId' | 'programId' | 'statementId'>): string {
  return `${header.periodId}#${escaped(header.programId)}#${header.statementId}`;
}

/** Where an exchange rate stands among those of its program: by day, then by pair. */
export function ratePositionOf({ date, from, to }: RateKey): string {
  return `${date}#${from}#${to}`;
}
