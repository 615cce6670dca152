import type { DocumentFact, IssuedFact } from '../../domain/statement/confirmation.ts';
import { utcDay } from '../../domain/time.ts';
import type { DocumentPlace } from './statement-store.ts';

/** Where a document stands in an index: by date or by amount, then by name, so that every one has a place of its own. */
export function positionOf(by: DocumentPlace['by'], fact: IssuedFact): string {
  const { issuedOn, statementId, version, totalMinor } = fact;
  const name = `${statementId}#${String(version).padStart(4, '0')}`;
  return by === 'amount' ? `${sortableAmount(totalMinor)}#${issuedOn}#${name}` : `${issuedOn}#${name}`;
}

/** The first and the last position that a place may hold; a position is longer than the bound that it begins with. */
export function boundsOf(place: DocumentPlace): { readonly from: string; readonly to: string } {
  if (place.by !== 'amount') return { from: place.from, to: `${place.to}~` };
  return { from: sortableAmount(place.fromMinor), to: `${sortableAmount(place.toMinor)}~` };
}

export function isWithin(fact: IssuedFact, place: DocumentPlace): boolean {
  const { from, to } = boundsOf(place);
  const position = positionOf(place.by, fact);
  if (position < from || position > to) return false;
  switch (place.by) {
    case 'date':
      return fact.issuedOn.startsWith(place.month);
    case 'partner':
      return fact.partnerId === place.partnerId;
    case 'amount':
      return fact.currency === place.currency && fact.issuedOn.startsWith(place.year);
  }
}

/** The UTC day on which somebody must look whether silence has confirmed it; null where the step sets no deadline. */
export function dueDayOf(step: DocumentFact): string | null {
  return step.kind === 'issued' || step.kind === 'rejected' ? utcDay(step.confirmBy) : null;
}

const AMOUNT_DIGITS = 25;
/** Amounts below nothing sort first. */
const OFFSET = 10n ** BigInt(AMOUNT_DIGITS - 1);

function sortableAmount(minor: bigint): string {
  const bounded = minor < -OFFSET ? -OFFSET : minor > OFFSET ? OFFSET : minor;
  return (bounded + OFFSET).toString().padStart(AMOUNT_DIGITS, '0');
}
