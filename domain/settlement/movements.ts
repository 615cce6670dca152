import type { PartnerId } from '../ids.ts';
import type { Adjustment, OpeningBalance } from '../ledger/adjustment.ts';
import { NO_DECISIONS } from '../ledger/adjustment.ts';
import { greater, lesser } from '../money/lesser.ts';
import { ratioOf } from '../money/ratio.ts';
import { roundProduct } from '../money/round.ts';
import { termsAt } from '../partner/enrollment.ts';
import type { ReserveTerms } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';
import type { Period } from './calendar.ts';
import type { HeldOpening, PartnerBook, Reserve } from './carry.ts';
import { byOccurrence } from './facts.ts';
import type { ProgramTerms } from './terms.ts';

/** What a period moved for a partner beside lines, bonuses and overrides. Minor units, signed as the partner sees them. */
export type Movement = {
  readonly heldMinor: bigint;
  readonly payableMinor: bigint;
  readonly reserveMinor: bigint;
} & (
  | { readonly type: 'opening'; readonly opening: OpeningBalance }
  | { readonly type: 'opening-release'; readonly opening: HeldOpening }
  | { readonly type: 'adjustment'; readonly adjustment: Adjustment }
  | { readonly type: 'reserve'; readonly reserve: Reserve; readonly rate: string; readonly releasedMinor: bigint }
  | { readonly type: 'reserve-release'; readonly reserve: Reserve }
);

/** The movements of a partner in a period, and what stays held and kept back after it. */
export interface Moved {
  readonly movements: readonly Movement[];
  readonly heldOpenings: readonly HeldOpening[];
  readonly reserves: readonly Reserve[];
}

interface Before {
  readonly partnerId: PartnerId;
  readonly book: PartnerBook;
  /** Payable by lines, bonuses and overrides, the debt or carry-forward before included. */
  readonly payableMinor: bigint;
  /** What lines released in this close. */
  readonly releasedMinor: bigint;
}

const NOTHING = { heldMinor: 0n, payableMinor: 0n, reserveMinor: 0n };

/**
 * What people decided and what reserve terms ask for, in this order: balances taken over, what is held or kept back no longer,
 * adjustments, debts let go, and last what is kept back of this close's releases, which never makes a debt.
 */
export function movementsFor(before: Before, period: Period, terms: ProgramTerms): Moved {
  const { book, partnerId } = before;
  const decided = terms.decisions.get(period.periodId)?.get(partnerId) ?? NO_DECISIONS;
  const movements: Movement[] = [];
  let payableMinor = before.payableMinor;
  const add = (movement: Movement): void => {
    movements.push(movement);
    payableMinor += movement.payableMinor;
  };
  for (const opening of decided.openings) {
    const { heldMinor, payableMinor: due } = opening;
    add({ ...NOTHING, type: 'opening', opening, heldMinor, payableMinor: due });
  }
  const held = [...(book.heldOpenings ?? []), ...decided.openings.flatMap(heldOf)];
  for (const opening of held.filter(({ until }) => until <= period.end)) {
    const { amountMinor } = opening;
    add({ ...NOTHING, type: 'opening-release', opening, heldMinor: -amountMinor, payableMinor: amountMinor });
  }
  const kept = book.reserves ?? [];
  for (const reserve of kept.filter(({ until }) => until <= period.end)) {
    const { amountMinor } = reserve;
    add({ ...NOTHING, type: 'reserve-release', reserve, reserveMinor: -amountMinor, payableMinor: amountMinor });
  }
  for (const adjustment of inOrder(decided.adjustments)) {
    add({ ...NOTHING, type: 'adjustment', adjustment, payableMinor: effectOf(adjustment, payableMinor) });
  }
  const reserves = kept.filter(({ until }) => until > period.end);
  const heldOpenings = held.filter(({ until }) => until > period.end);
  const keeping = reserveOf(before, payableMinor, period, terms);
  if (keeping === null) return { movements, heldOpenings, reserves };
  return { movements: [...movements, keeping], heldOpenings, reserves: [...reserves, keeping.reserve] };
}

function heldOf({ importId, heldMinor, heldUntil }: OpeningBalance): readonly HeldOpening[] {
  return heldUntil === null || heldMinor === 0n ? [] : [{ importId, amountMinor: heldMinor, until: heldUntil }];
}

/** By date and id, whatever the order of their approval; what lets debts go comes last, when the debt is known. */
function inOrder(adjustments: readonly Adjustment[]): readonly Adjustment[] {
  const isWriteOff = ({ reason }: Adjustment): number => (reason === 'debt-write-off' ? 1 : 0);
  return [...adjustments].sort(
    (a, b) =>
      isWriteOff(a) - isWriteOff(b) ||
      byOccurrence(
        { occurredAt: a.effectiveAt, id: a.adjustmentId },
        { occurredAt: b.effectiveAt, id: b.adjustmentId },
      ),
  );
}

/** A write-off lets go at most the debt that there is. */
function effectOf({ amountMinor, reason }: Adjustment, payableMinor: bigint): bigint {
  if (reason !== 'debt-write-off') return amountMinor;
  return lesser(amountMinor, greater(-payableMinor, 0n));
}

function reserveOf(
  { partnerId, releasedMinor }: Before,
  payableMinor: bigint,
  { end, periodId }: Period,
  terms: ProgramTerms,
): Extract<Movement, { readonly type: 'reserve' }> | null {
  const rule = reserveTerms(partnerId, end, terms);
  if (rule === null) return null;
  const shareMinor = roundProduct(ratioOf(rule.rate), releasedMinor, 'down');
  const amountMinor = lesser(shareMinor, payableMinor);
  if (amountMinor <= 0n) return null;
  const reserve = { keptIn: periodId, amountMinor, until: end + rule.days * DAY_MS };
  const moved = { heldMinor: 0n, payableMinor: -amountMinor, reserveMinor: amountMinor };
  return { ...moved, type: 'reserve', reserve, rate: rule.rate, releasedMinor };
}

/** A partner's own terms, in force just before the cutoff, else the program's. */
function reserveTerms(partnerId: PartnerId, end: Instant, { program, directory }: ProgramTerms): ReserveTerms | null {
  const enrollment = directory.enrollments.get(partnerId);
  const own = enrollment === undefined ? undefined : termsAt(enrollment, end - 1).reserve;
  return own ?? program.settlement.reserve ?? null;
}
