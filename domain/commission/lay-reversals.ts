import type { ReversalId } from '../ids.ts';
import { allocate } from '../money/allocate.ts';
import { lesser } from '../money/lesser.ts';
import type { Conversion, ConversionLine } from '../tracking/conversion.ts';
import type { Reversal } from '../tracking/reversal.ts';

/** What reversals took from one line: money in the conversion's currency, items, and whether any that stands names it. */
interface LaidReversals {
  readonly reversedMinor: bigint;
  readonly returned: number;
  readonly isNamed: boolean;
}

/** A line that no reversal concerns. */
export const UNTOUCHED: LaidReversals = { reversedMinor: 0n, returned: 0, isNamed: false };

/** The part of a reversal that its line could no longer bear, or that its reversal had not taken: reported, never counted. */
export interface Excess {
  readonly reversalId: ReversalId;
  readonly excessMinor: bigint;
}

/** What the reversals of one conversion come to; lines in its order. */
export interface Laid {
  readonly laid: readonly LaidReversals[];
  readonly excesses: readonly Excess[];
}

/** A conversion without reversals. */
export const NOTHING: Laid = { laid: [], excesses: [] };

/** What one reversal took from the lines that it concerns, and what of it they could not bear. */
interface Taking {
  readonly parts: readonly Part[];
  unmetMinor: bigint;
  unmetItems: number;
}

interface Part {
  readonly line: Taken;
  minor: bigint;
  items: number;
}

interface Taken {
  readonly lineId: string;
  readonly amountMinor: bigint;
  readonly quantity: number;
  reversedMinor: bigint;
  returned: number;
  readonly namedBy: Set<Taking>;
}

/**
 * Lays reversals on the lines of their conversion in the order given, each at most what a line still has. One that undoes
 * another gives back at most what that one took, and waits for it when it is dated before; the room goes first to reversals
 * that found none.
 */
export function layReversals(conversion: Conversion, reversals: readonly Reversal[]): Laid {
  const lines = conversion.lines.map(untaken);
  const takings = new Map<ReversalId, Taking>();
  const notGiven = new Map<ReversalId, bigint>();
  const undos = reversals.filter(({ undoes }) => undoes !== undefined);
  const undo = (reversal: Reversal, undone: Taking): void => {
    notGiven.set(reversal.reversalId, reversal.amountMinor - giveBack(undone, reversal));
    for (const taking of takings.values()) takeMore(taking);
  };
  for (const reversal of reversals) {
    const { reversalId, undoes } = reversal;
    const undone = undoes === undefined ? undefined : takings.get(undoes);
    if (undoes === undefined) {
      const taking = takingOf(lines, reversal);
      takings.set(reversalId, taking);
      takeMore(taking);
      const early = undos.filter((one) => one.undoes === reversalId && notGiven.has(one.reversalId));
      for (const one of early) undo(one, taking);
    } else if (undone !== undefined) undo(reversal, undone);
    // What it undoes is dated later, is not known, or undoes something itself.
    else notGiven.set(reversalId, reversal.amountMinor);
  }
  const excesses = reversals.flatMap(({ reversalId }) => {
    const excessMinor = takings.get(reversalId)?.unmetMinor ?? notGiven.get(reversalId) ?? 0n;
    return excessMinor > 0n ? [{ reversalId, excessMinor }] : [];
  });
  const laid = lines.map(({ reversedMinor, returned, namedBy }) => ({
    reversedMinor,
    returned,
    isNamed: namedBy.size > 0,
  }));
  return { laid, excesses };
}

function untaken({ lineId, amountMinor, quantity }: ConversionLine): Taken {
  return { lineId, amountMinor, quantity, reversedMinor: 0n, returned: 0, namedBy: new Set() };
}

/** One that names no line of ours concerns none. A returned quantity says which line it is of only where there is one. */
function takingOf(lines: readonly Taken[], { lineId, amountMinor, quantity }: Reversal): Taking {
  const own = lines.filter((line) => lineId === null || lineId === line.lineId);
  const taking: Taking = {
    parts: own.map((line) => ({ line, minor: 0n, items: 0 })),
    unmetMinor: amountMinor,
    unmetItems: own.length === 1 ? (quantity ?? 0) : 0,
  };
  for (const line of own) line.namedBy.add(taking);
  return taking;
}

/** Takes what the lines can bear of what is not met yet. */
function takeMore(taking: Taking): void {
  const room = taking.parts.map(({ line }) => line.amountMinor - line.reversedMinor);
  const minors = allocateUpTo(taking.unmetMinor, room);
  for (const [at, part] of taking.parts.entries()) {
    const minor = minors[at] ?? 0n;
    const items = Math.min(taking.unmetItems, part.line.quantity - part.line.returned);
    move(part, minor, items);
    taking.unmetMinor -= minor;
    taking.unmetItems -= items;
  }
}

/** Gives back of what a reversal took, in proportion to what still stands of it; the money that came back. */
function giveBack(taking: Taking, { lineId, amountMinor, quantity }: Reversal): bigint {
  const own = taking.parts.filter(({ line }) => lineId === null || lineId === line.lineId);
  const minors = allocateUpTo(
    amountMinor,
    own.map(({ minor }) => minor),
  );
  let given = 0n;
  for (const [at, part] of own.entries()) {
    const minor = minors[at] ?? 0n;
    const isWhole = part.minor === minor;
    // Money follows money and items follow items; with the last of the money all items are back.
    const items = Math.min(quantity ?? (isWhole ? part.items : 0), part.items);
    move(part, -minor, -items);
    given += minor;
    if (isWhole) part.line.namedBy.delete(taking);
  }
  taking.unmetMinor = 0n;
  taking.unmetItems = 0;
  return given;
}

function move(part: Part, minor: bigint, items: number): void {
  part.minor += minor;
  part.items += items;
  part.line.reversedMinor += minor;
  part.line.returned += items;
}

function allocateUpTo(wanted: bigint, room: readonly bigint[]): readonly bigint[] {
  let total = 0n;
  for (const minor of room) total += minor;
  return total > 0n ? allocate(lesser(wanted, total), room) : room;
}
