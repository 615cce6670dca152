import type { Instant } from '../time.ts';
import { companyName } from './company-name.ts';
import type { Deal, DealContent, Judgement } from './deal.ts';
import { isOpen, isProtected } from './deal-state.ts';
import { matchingDomain } from './matching-domain.ts';

/**
 * How two registrations are alike. `exact`: one customer, as far as anybody can tell from what was written. `probable`: a person has
 * to look.
 */
export type Likeness = 'exact' | 'probable';

type Customer = Pick<DealContent, 'companyName' | 'domain'>;

/** By what a registration is found by others. */
export function matchKeys({ companyName: name, domain }: Customer): {
  readonly name: string;
  readonly domain: string | null;
} {
  return { name: companyName(name).loose, domain: matchingDomain(domain) };
}

/**
 * The same name and no domain that says otherwise, or the same domain and a name that differs in its spelling only, is exact. The same name
 * on two domains (companies share names), a name with another legal form or kana, and two names on one domain are probable.
 */
export function likenessOf(a: Customer, b: Customer): Likeness | null {
  const [nameA, nameB] = [companyName(a.companyName), companyName(b.companyName)];
  const [domainA, domainB] = [matchingDomain(a.domain), matchingDomain(b.domain)];
  const isDomainShared = domainA !== null && domainA === domainB;
  const isDomainOther = domainA !== null && domainB !== null && domainA !== domainB;
  if (nameA.exact === nameB.exact) return isDomainOther ? 'probable' : 'exact';
  if (nameA.loose === nameB.loose) return isDomainShared ? 'exact' : 'probable';
  return isDomainShared ? 'probable' : null;
}

/** Another registration of what may be the same customer. */
export interface Rival {
  readonly deal: Deal;
  readonly likeness: Likeness;
  /** Of the same partner: another project, or a slip that a person sees. It stands in nobody's way. */
  readonly isOwn: boolean;
  /** Whether it was registered before the one that it is held against. */
  readonly isFirst: boolean;
}

/** Other registrations that look like this one, the first registered first. */
export function rivalsOf(deal: Deal, others: Iterable<Deal>): readonly Rival[] {
  const rivals: Rival[] = [];
  for (const other of others) {
    const likeness = likenessOf(deal.content, other.content);
    if (other.dealId === deal.dealId || likeness === null) continue;
    rivals.push({ deal: other, likeness, isOwn: other.partnerId === deal.partnerId, isFirst: isBefore(other, deal) });
  }
  return rivals.sort((a, b) => (isBefore(a.deal, b.deal) ? -1 : 1));
}

/** The first registered wins; of two recorded in one millisecond the one whose id comes first, whatever order they are seen in. */
function isBefore(a: Deal, b: Deal): boolean {
  if (a.registeredAt !== b.registeredAt) return a.registeredAt < b.registeredAt;
  return a.dealId < b.dealId;
}

/** What stands against approving (or going on protecting) a deal. */
export interface Obstacle {
  readonly rival: Rival;
  readonly why: 'protected' | 'registered-first' | 'undecided';
}

/**
 * A rival of another partner that is protected now, or was registered first and waits, stands in the way. Of one that is only probably the same customer,
 * somebody may have judged that it is another.
 */
export function obstaclesTo(
  rivals: readonly Rival[],
  judgements: readonly Judgement[],
  now: Instant,
): readonly Obstacle[] {
  const isJudged = new Set(judgements.map(({ dealId }) => dealId));
  const obstacles: Obstacle[] = [];
  for (const rival of rivals) {
    const isHeld = isProtected(rival.deal, now);
    const isEarlier = rival.isFirst && rival.deal.state.status === 'submitted';
    if (rival.isOwn || (!isHeld && !isEarlier)) continue;
    if (rival.likeness === 'exact') obstacles.push({ rival, why: isHeld ? 'protected' : 'registered-first' });
    else if (!isJudged.has(rival.deal.dealId)) obstacles.push({ rival, why: 'undecided' });
  }
  return obstacles;
}

/** The likest of the open registrations of what may be the same customer; `own`: the partner's own alone. */
export const CONFLICTS = ['exact', 'probable', 'own'] as const;
export type Conflict = (typeof CONFLICTS)[number];

/** What a person has to look at of an open deal; null: nothing, or nothing that nobody has judged of. */
export function conflictOf(deal: Deal, rivals: readonly Rival[], now: Instant): Conflict | null {
  const kinds = new Set(rivals.filter((rival) => isOpen(rival.deal, now) && !isJudged(deal, rival)).map(conflictWith));
  return CONFLICTS.find((kind) => kinds.has(kind)) ?? null;
}

function conflictWith({ isOwn, likeness }: Rival): Conflict {
  return isOwn ? 'own' : likeness;
}

/** Whoever approved one of the two has said that the other is of another customer. */
function isJudged(deal: Deal, { deal: other, likeness }: Rival): boolean {
  if (likeness === 'exact') return false;
  const judges = (one: Deal, of: Deal) => one.approval?.judgements.some(({ dealId }) => dealId === of.dealId);
  return (judges(deal, other) ?? false) || (judges(other, deal) ?? false);
}
