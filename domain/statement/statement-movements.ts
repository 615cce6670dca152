import { assertNever } from '../errors.ts';
import type { AdjustmentReference } from '../ledger/adjustment.ts';
import type { AdjustmentReason } from '../ledger/adjustment-reason.ts';
import type { Movement } from '../settlement/movements.ts';
import { formatInstant } from '../time.ts';

/** What a period moved beside lines, bonuses and overrides; `amount` is what it did to the payable, signed. */
export interface StatementMovement {
  readonly amount: string;
  /** What the adjustment asked for, where less could be let go. */
  readonly asked?: string | undefined;
  /** When an adjustment takes effect. */
  readonly effective?: string | undefined;
  /** What it did to what is held, signed. */
  readonly held?: string | undefined;
  /** The adjustment, the import, or the period whose release is kept back. */
  readonly id: string;
  /** The share of `source` that is kept back. */
  readonly rate?: string | undefined;
  readonly reason?: AdjustmentReason | undefined;
  readonly reference?: AdjustmentReference | undefined;
  /** What it did to what is kept back, signed. */
  readonly reserve?: string | undefined;
  /** What lines released, of which a share is kept back. */
  readonly source?: string | undefined;
  readonly text?: string | undefined;
  readonly type: Movement['type'];
  /** Until when it is held or kept back. */
  readonly until?: string | undefined;
}

type Writer = (minor: bigint) => string;

/** A movement as its statement tells it; members in alphabetical order. */
export function statementMovement(movement: Movement, money: Writer): StatementMovement {
  const { heldMinor, payableMinor, reserveMinor, type } = movement;
  const own = ownMembers(movement, money);
  return {
    amount: money(payableMinor),
    asked: own.asked,
    effective: own.effective,
    held: heldMinor === 0n ? undefined : money(heldMinor),
    id: own.id,
    rate: own.rate,
    reason: own.reason,
    reference: own.reference,
    reserve: reserveMinor === 0n ? undefined : money(reserveMinor),
    source: own.source,
    text: own.text,
    type,
    until: own.until,
  };
}

type OwnMembers = Pick<
  StatementMovement,
  'asked' | 'effective' | 'id' | 'rate' | 'reason' | 'reference' | 'source' | 'text' | 'until'
>;

function ownMembers(movement: Movement, money: Writer): OwnMembers {
  switch (movement.type) {
    case 'opening': {
      const { importId, heldUntil } = movement.opening;
      return { id: importId, until: heldUntil === null ? undefined : formatInstant(heldUntil) };
    }
    case 'opening-release':
      return { id: movement.opening.importId, until: formatInstant(movement.opening.until) };
    case 'adjustment': {
      const { adjustmentId, amountMinor, effectiveAt, reason, reference, text } = movement.adjustment;
      const asked = amountMinor === movement.payableMinor ? undefined : money(amountMinor);
      const effective = formatInstant(effectiveAt);
      return { asked, effective, id: adjustmentId, reason, reference: inOrder(reference), text };
    }
    case 'reserve': {
      const { keptIn, until } = movement.reserve;
      const source = money(movement.releasedMinor);
      return { id: keptIn, rate: movement.rate, source, until: formatInstant(until) };
    }
    case 'reserve-release':
      return { id: movement.reserve.keptIn, until: formatInstant(movement.reserve.until) };
    default:
      return assertNever(movement);
  }
}

function inOrder(reference: AdjustmentReference | null): AdjustmentReference | undefined {
  if (reference === null) return undefined;
  return reference.type === 'conversion'
    ? { conversionId: reference.conversionId, type: 'conversion' }
    : { statementId: reference.statementId, type: 'statement' };
}
