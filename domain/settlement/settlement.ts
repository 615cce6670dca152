import { DomainError } from '../errors.ts';
import type { PeriodId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** `open → sealed → calculated → approved → closed`; a rejection leads back to `open`. */
export type SettlementStatus = 'open' | 'sealed' | 'calculated' | 'approved' | 'closed';

export const SETTLEMENT_STATUS_JA: Readonly<Record<SettlementStatus, string>> = {
  open: '締め処理前',
  sealed: '締め処理済み（計算前）',
  calculated: '計算済み（承認待ち）',
  approved: '承認済み',
  closed: '締め完了',
};

/** Where a period of a program stands on its way to being closed. Each step adds what it made; a rejection opens it again. */
export interface SettlementRecord {
  readonly periodId: PeriodId;
  readonly status: SettlementStatus;
  /** The period closed before this one, whose run the calculation goes on from; null for the first. */
  readonly previousPeriodId: PeriodId | null;
  /** Hash of the sealed manifest; also its blob's name. */
  readonly manifestHash: string | null;
  /** The run: hash over manifest, predecessor and engine version; also the name of its blobs. */
  readonly runId: string | null;
  readonly sealedBy: string | null;
  readonly calculatedBy: string | null;
  readonly approvedBy: string | null;
  readonly sealedAt: Instant | null;
  readonly calculatedAt: Instant | null;
  readonly approvedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly payoutRunAt: Instant | null;
  /** Seals and draft runs of this period that were thrown away, oldest first. */
  readonly rejections: readonly Rejection[];
}

/** Who threw a seal or a draft run away, when, and why. Nothing else is left of it. */
export interface Rejection {
  readonly rejectedBy: string;
  readonly rejectedAt: Instant;
  readonly reason: string;
}

/** Who made the run that is up for approval: whoever sealed it and whoever had it calculated. */
export function makersOf({ sealedBy, calculatedBy }: SettlementRecord): readonly string[] {
  return [sealedBy, calculatedBy].filter((maker) => maker !== null);
}

/**
 * What a store asks before it writes: an approval that is new must be another person's than the makers' of what is stored.
 * Throws `approval.same-person`.
 */
export function refuseOwnApproval(stored: SettlementRecord | null, next: SettlementRecord): void {
  if (next.approvedBy === null || next.approvedBy === stored?.approvedBy) return;
  if (!makersOf(stored ?? next).includes(next.approvedBy)) return;
  throw new DomainError('approval.same-person', {
    en: `the run of ${next.periodId} was drafted by ${next.approvedBy}; somebody else must approve it`,
    ja: `${next.periodId}の計算は${next.approvedBy}が起案しました。別の人が承認してください。`,
  });
}
