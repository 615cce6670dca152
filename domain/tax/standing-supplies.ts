import { allocate } from '../money/allocate.ts';
import { lesser } from '../money/lesser.ts';
import type { FixedSupply, SupplyBasis } from './consumption-tax.ts';
import type { Movement } from './fixed-supplies.ts';
import { UNTAXED } from './supply-basis.ts';

/** On which basis a document fixed its supplies: one, or several in the proportion of amounts where the yearly cap divided them. */
export interface FixedOn {
  readonly basis: SupplyBasis;
  readonly capped?: readonly FixedSupply[] | undefined;
}

/** What documents fixed and no later one took back, by origin; it is told of them oldest first. */
export interface StandingSupplies {
  /** What movements took back of earlier documents, each part on the basis on which it was fixed. Adjustments are left out. */
  readonly takeBack: (movements: readonly Movement[]) => readonly FixedSupply[];
  /** Adds what movements newly fixed. */
  readonly fix: (movements: readonly Movement[], on: FixedOn) => void;
  /** How the latest that stands of an origin was fixed, or what was taken back last; null: none was ever fixed. */
  readonly fixedOn: (origin: string) => FixedOn | null;
}

/** What one document fixed of one origin: how, and what of each part still stands. */
interface Standing {
  readonly on: FixedOn;
  stands: readonly FixedSupply[];
}

/** Nothing stands yet. What is taken back comes off the latest first; what no document fixed reverses no tax. */
export function standingSupplies(): StandingSupplies {
  const standing = new Map<string, Standing[]>();
  return {
    takeBack: (movements) =>
      movements.flatMap(({ amountMinor, origin }) =>
        amountMinor > 0n || origin === null ? [] : takenBackOn(-amountMinor, standing.get(origin) ?? []),
      ),
    fix: (movements, on) => {
      const fixed = movements.filter(({ amountMinor }) => amountMinor > 0n);
      const parts = partsOfEach(fixed, on);
      for (const [place, { origin }] of fixed.entries()) {
        if (origin === null) continue;
        standing.set(origin, [{ on, stands: parts[place] ?? [] }, ...(standing.get(origin) ?? [])]);
      }
    },
    fixedOn: (origin) => {
      const latestFirst = standing.get(origin) ?? [];
      return (latestFirst.find(({ stands }) => sumOf(stands) > 0n) ?? latestFirst.at(-1))?.on ?? null;
    },
  };
}

/** An amount on the bases on which a document fixed its supplies, in their proportion. */
export function dividedAs(amountMinor: bigint, { basis, capped = [] }: FixedOn): readonly FixedSupply[] {
  if (capped.length === 0) return [{ amountMinor, basis }];
  const amounts = allocate(
    amountMinor,
    capped.map((part) => part.amountMinor),
  );
  return withAmounts(capped, amounts).filter((part) => part.amountMinor !== 0n);
}

/** The parts of every movement of a document, so that each part sums to that of the document. */
function partsOfEach(fixed: readonly Movement[], { basis, capped = [] }: FixedOn): readonly (readonly FixedSupply[])[] {
  const [first, ...others] = capped;
  if (first === undefined || fixed.length === 0) return fixed.map(({ amountMinor }) => [{ amountMinor, basis }]);
  const amounts = fixed.map(({ amountMinor }) => amountMinor);
  const shares = others.map((part) => allocate(part.amountMinor, amounts));
  return amounts.map((amountMinor, place) => {
    const own = withAmounts(
      others,
      shares.map((share) => share[place] ?? 0n),
    );
    return [{ ...first, amountMinor: amountMinor - sumOf(own) }, ...own];
  });
}

/** Lowers what stands, the latest first and its parts in their proportion, and answers what was taken from which. */
function takenBackOn(amountMinor: bigint, latestFirst: readonly Standing[]): readonly FixedSupply[] {
  const supplies: FixedSupply[] = [];
  let leftMinor = amountMinor;
  for (const standing of latestFirst) {
    const { stands } = standing;
    const partMinor = lesser(sumOf(stands), leftMinor);
    if (partMinor === 0n) continue;
    const amounts = allocate(
      partMinor,
      stands.map((part) => part.amountMinor),
    );
    standing.stands = withAmounts(
      stands,
      stands.map((part, place) => part.amountMinor - (amounts[place] ?? 0n)),
    );
    const negative = amounts.map((amount) => -amount);
    supplies.push(...withAmounts(stands, negative).filter((part) => part.amountMinor !== 0n));
    leftMinor -= partMinor;
  }
  if (leftMinor > 0n) supplies.push({ amountMinor: -leftMinor, basis: UNTAXED });
  return supplies;
}

const withAmounts = (parts: readonly FixedSupply[], amounts: readonly bigint[]): readonly FixedSupply[] =>
  parts.map(({ basis }, place) => ({ amountMinor: amounts[place] ?? 0n, basis }));

function sumOf(parts: readonly FixedSupply[]): bigint {
  let sumMinor = 0n;
  for (const { amountMinor } of parts) sumMinor += amountMinor;
  return sumMinor;
}
