import { describe, expect, it } from 'vitest';
import type { HoldReason, Payout } from '../../../domain/payout/payout.ts';
import { holdingOf } from '../../../domain/payout/payout-clearing.ts';

const MISSING: readonly HoldReason[] = [{ code: 'payee.missing' }];
const DRAFT = { status: 'draft' } as Payout;

/** A draft that was prepared at each instant with these reasons. */
function prepared(...steps: readonly (readonly [now: number, reasons: readonly HoldReason[]])[]): Payout {
  return steps.reduce<Payout | null>(
    (before, [now, reasons]) => ({ ...DRAFT, ...holdingOf(before, reasons, now) }),
    null,
  ) as Payout;
}

describe('a payout', () => {
  it('is held since the first time that its reasons were found', () => {
    expect(prepared([1, MISSING], [2, MISSING]).heldAt).toBe(1);
    expect(prepared([1, MISSING], [2, [...MISSING, { code: 'payee.not-corrected' }]]).heldAt).toBe(2);
  });

  it('is cleared since nothing holds it, once', () => {
    expect(prepared([1, MISSING], [2, []], [3, []])).toMatchObject({ clearedAt: 2 });
    expect(prepared([1, []])).not.toHaveProperty('clearedAt');
  });

  it('is held anew by what held it before', () => {
    const again = prepared([1, MISSING], [2, []], [3, MISSING]);
    expect(again.heldAt).toBe(3);
    expect(again).not.toHaveProperty('clearedAt');
  });

  it('is held by itself on each way to the bank', () => {
    const cancelled: Payout = { ...prepared([1, MISSING]), status: 'cancelled' };
    expect(holdingOf(cancelled, MISSING, 9).heldAt).toBe(9);
    expect(holdingOf(cancelled, [], 9)).toEqual({ reasons: [] });
  });
});
