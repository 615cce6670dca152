/**
 * Why a person changes what a partner is owed. `correction` mends a mistake of ours; `goodwill` is given freely; `contract` is
 * agreed outside the rules of a plan; `fee` is charged to the partner; `fraud` takes back what was gained by it;
 * `debt-write-off` lets a debt go; `other` is told in the text.
 */
export const ADJUSTMENT_REASONS = [
  'correction',
  'goodwill',
  'contract',
  'fee',
  'fraud',
  'debt-write-off',
  'other',
] as const;

export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];
