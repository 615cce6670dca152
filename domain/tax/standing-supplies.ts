import { lesser } from '../money/lesser.ts';
import type { FixedSupply, SupplyBasis } from './consumption-tax.ts';
import type { Movement } from './fixed-supplies.ts';
import { UNTAXED } from './supply-basis.ts';

/** What documents fixed and no later one took back, by origin; it is told of them oldest first. */
export interface StandingSupplies {
  /** What movements took back of earlier documents, each part on the basis on which it was fixed. Adjustments are left out. */
  readonly takeBack: (movements: readonly Movement[]) => readonly FixedSupply[];
  /** Adds what movements newly fixed. */
  readonly fix: (movements: readonly Movement[], basis: SupplyBasis) => void;
  /** The basis of the latest that stands of an origin, or was taken back last; null: none was ever fixed. */
  readonly basisOf: (origin: string) => SupplyBasis | null;
}

/** Nothing stands yet. What is taken back comes off the latest first; what no document fixed reverses no tax. */
export function standingSupplies(): StandingSupplies {
  const standing = new Map<string, FixedSupply[]>();
  return {
    takeBack: (movements) =>
      movements.flatMap(({ amountMinor, origin }) =>
        amountMinor > 0n || origin === null ? [] : takenBackOn(-amountMinor, standing.get(origin) ?? []),
      ),
    fix: (movements, basis) => {
      for (const { amountMinor, origin } of movements) {
        if (amountMinor <= 0n || origin === null) continue;
        standing.set(origin, [{ amountMinor, basis }, ...(standing.get(origin) ?? [])]);
      }
    },
    basisOf: (origin) => {
      const latestFirst = standing.get(origin) ?? [];
      return (latestFirst.find(({ amountMinor }) => amountMinor > 0n) ?? latestFirst.at(-1))?.basis ?? null;
    },
  };
}

/** Lowers what stands, the latest first, and answers what was taken from which. */
function takenBackOn(amountMinor: bigint, latestFirst: FixedSupply[]): readonly FixedSupply[] {
  const supplies: FixedSupply[] = [];
  let leftMinor = amountMinor;
  for (const [place, { amountMinor: standsMinor, basis }] of latestFirst.entries()) {
    const partMinor = lesser(standsMinor, leftMinor);
    if (partMinor === 0n) continue;
    latestFirst[place] = { amountMinor: standsMinor - partMinor, basis };
    supplies.push({ amountMinor: -partMinor, basis });
    leftMinor -= partMinor;
  }
  if (leftMinor > 0n) supplies.push({ amountMinor: -leftMinor, basis: UNTAXED });
  return supplies;
}
