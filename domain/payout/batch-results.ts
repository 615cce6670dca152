/** What the bank did with one transfer: paid it, gave it back after it had left, or never took it. */
export interface TransferResult {
  readonly payoutId: string;
  readonly outcome: 'confirmed' | 'returned' | 'rejected';
  /** The bank's reference, or ours. */
  readonly reference: string;
  /** In the bank's words; '' when it gave none. */
  readonly reason: string;
}

/** A report of the bank on a batch. */
export interface BatchResults {
  /** The bank's business date, `YYYY-MM-DD`: when the money left or came back. */
  readonly date: string;
  readonly results: readonly TransferResult[];
  /** Whether transfers that the report does not name were paid: banks often tell of failures only. */
  readonly others: 'confirmed' | 'waiting';
}
