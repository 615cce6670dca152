import type { Deal, DealStep } from '../../domain/deal/deal.ts';
import { matchKeys } from '../../domain/deal/rivals.ts';
import type { Instant } from '../../domain/time.ts';
import { formatInstant, utcDay } from '../../domain/time.ts';
import type { DealPlace } from './deal-store.ts';

/** A place in which a deal is listed, and where it stands there. */
export interface PlacedDeal {
  readonly place: DealPlace;
  readonly position: string;
}

/** By when a deal came into a place, then by its id, so that every one has a position of its own. */
function positionOf(at: Instant, dealId: string): string {
  return `${String(at).padStart(15, '0')}#${dealId}`;
}

/** Where a deal stands in a place, or null when it does not, or no longer: what a crash left behind is not counted twice. */
export function positionIn(place: DealPlace, deal: Deal): string | null {
  const { dealId, content, partnerId, registeredAt, approval, state } = deal;
  if (place.by === 'partner') {
    const isOwn = place.partnerId === partnerId || content.parts.some((part) => part.partnerId === place.partnerId);
    return isOwn ? positionOf(registeredAt, dealId) : null;
  }
  switch (place.status) {
    case 'submitted':
      return positionOf(registeredAt, dealId);
    case 'approved':
      return approval === null ? null : positionOf(approval.at, dealId);
    default:
      return state.status === place.status ? positionOf(state.at, dealId) : null;
  }
}

/** The places that a step brings a deal into. */
export function placesAfter({ kind, at }: DealStep, deal: Deal): readonly PlacedDeal[] {
  const { dealId, content, partnerId, registeredAt } = deal;
  const month = formatInstant(at).slice(0, 7);
  const entered = (status: (DealPlace & { by: 'status' })['status']): PlacedDeal => {
    return { place: { by: 'status', status, month }, position: positionOf(at, dealId) };
  };
  switch (kind) {
    case 'registered':
    case 'revised': {
      const partners = new Set([partnerId, ...content.parts.map((part) => part.partnerId)]);
      const own = [...partners].map((each): PlacedDeal => {
        return { place: { by: 'partner', partnerId: each }, position: positionOf(registeredAt, dealId) };
      });
      return kind === 'registered' ? [...own, entered('submitted')] : own;
    }
    case 'won': {
      const shared = content.parts.map((part): PlacedDeal => {
        return { place: { by: 'partner', partnerId: part.partnerId }, position: positionOf(registeredAt, dealId) };
      });
      return [...shared, entered('won')];
    }
    case 'approved':
    case 'rejected':
    case 'lost':
    case 'withdrawn':
      return [entered(kind)];
    default:
      return [];
  }
}

/** By which texts a deal is found by others after a step. */
export function textsAfter({ kind }: DealStep, deal: Deal): readonly (readonly ['name' | 'domain', string])[] {
  if (kind !== 'registered' && kind !== 'revised') return [];
  const { name, domain } = matchKeys(deal.content);
  return domain === null
    ? [['name', name]]
    : [
        ['name', name],
        ['domain', domain],
      ];
}

/** The UTC day on which somebody must look what the date has done to it; null where the step sets none. */
export function dueDayAfter({ kind }: DealStep, { decideBy, approval }: Deal): string | null {
  if (kind === 'registered') return utcDay(decideBy);
  const isProtecting = (kind === 'approved' || kind === 'extended') && approval !== null;
  return isProtecting ? utcDay(approval.protectedUntil) : null;
}
