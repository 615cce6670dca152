import type { BatchResults } from '../../domain/payout/batch-results.ts';

/** The step functions of each state machine; API, CDK and the laptop host read this one table. */
export const machines = {
  settlement: ['fit', 'seal', 'calculate', 'approve', 'close'],
  payout: ['payout', 'approve-batch', 'cancel-batch', 'remit-batch', 'import-results'],
} as const;

export type MachineName = keyof typeof machines;
export type StepName = (typeof machines)[MachineName][number];

/** What every step is told: whose period, and who asked. */
export interface StepInput {
  readonly merchantId: string;
  readonly programId: string;
  readonly periodId: string;
  readonly actor: string;
  /** Of a step that moves a batch of payouts: which. */
  readonly batchId?: string;
  /** Of the approval of a batch: the content that the approver saw. */
  readonly contentHash?: string;
  /** Of a batch that was handed over: SHA-256 of the file that the bank has. */
  readonly fileHash?: string;
  /** Of the booking of results: what the bank reports. */
  readonly report?: BatchResults;
}
