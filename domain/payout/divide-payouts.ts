import type { Payout } from './payout.ts';

/** What one batch may hold, so that its file is one that banks take. */
export interface BatchLimit {
  readonly transfers: number;
  readonly totalMinor: bigint;
}

/**
 * Files of 全銀 and NACHA have twelve digits for their sum, the shortest of all. They would have room for more transfers, but a batch is also
 * read, approved and downloaded as one.
 */
export const BATCH_LIMIT: BatchLimit = { transfers: 4000, totalMinor: 999_999_999_999n };

interface Room<T> {
  readonly own: T[];
  totalMinor: bigint;
}

/**
 * Divides what can be paid among draft batches, and as many new ones as it needs: first those that are, in their order. What is in one stays
 * there while it has room, so that dividing again changes nothing. Payouts of a partner go together, since the law counts them together.
 */
export function dividePayouts<T extends { readonly before: Payout | null; readonly payout: Payout }>(
  drafts: readonly T[],
  batchIds: readonly string[],
  limit: BatchLimit,
): readonly (readonly T[])[] {
  const rooms: Room<T>[] = batchIds.map(() => ({ own: [], totalMinor: 0n }));
  const isIn = (room: Room<T> | undefined, all: readonly T[]): boolean => {
    if (room === undefined || room.own.length + all.length > limit.transfers) return false;
    const totalMinor = room.totalMinor + sumOf(all);
    if (totalMinor > limit.totalMinor) return false;
    room.own.push(...all);
    room.totalMinor = totalMinor;
    return true;
  };
  const ofPartners = [...Map.groupBy(drafts, ({ payout }) => payout.partnerId).values()];
  const left = ofPartners.filter((all) => !isIn(rooms[placeOf(all, batchIds)], all));
  for (const all of left) {
    if (!rooms.some((room) => isIn(room, all))) rooms.push({ own: [...all], totalMinor: sumOf(all) });
  }
  return rooms.map(({ own }) => own);
}

function placeOf(all: readonly { readonly before: Payout | null }[], batchIds: readonly string[]): number {
  const batchId = all.find(({ before }) => before?.status === 'draft' && before.batchId !== null)?.before?.batchId;
  return batchIds.indexOf(batchId ?? '');
}

function sumOf(all: readonly { readonly payout: Payout }[]): bigint {
  return all.reduce((sum, { payout }) => sum + payout.transferMinor, 0n);
}
