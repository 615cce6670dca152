/** What a program has settled on for leads and deals. */
export interface DealTerms {
  /** Stages of the pipeline in their order; a new deal stands in the first. */
  readonly stages: readonly string[];
  /** Hours from registration to the decision; a missed deadline escalates and never rejects. */
  readonly approvalHours: number;
  /** 24-hour days from approval for which the customer is the partner's. */
  readonly protectionDays: number;
  /** 24-hour days that the one extension adds. */
  readonly extensionDays: number;
}

/** Of a program that says nothing of its own. */
export const DEAL_TERMS: DealTerms = {
  stages: ['qualified', 'proposal', 'negotiation', 'contract'],
  approvalHours: 72,
  protectionDays: 90,
  extensionDays: 90,
};

/** A program's own terms, or the usual ones. */
export function dealTerms(program: { readonly deals?: DealTerms | undefined }): DealTerms {
  return program.deals ?? DEAL_TERMS;
}
