/** What a program has settled on for claims and appeals. */
export interface ClaimTerms {
  /** 24-hour days after a sale, or after the rejection of a conversion, within which a partner may file. */
  readonly filingDays: number;
  /** 24-hour days within which the merchant is to answer; a missed deadline escalates and never rejects. */
  readonly answerDays: number;
}

/** Of a program that says nothing of its own. */
export const CLAIM_TERMS: ClaimTerms = { filingDays: 90, answerDays: 14 };

/** A program's own terms, or the usual ones. */
export function claimTerms(program: { readonly claims?: ClaimTerms | undefined }): ClaimTerms {
  return program.claims ?? CLAIM_TERMS;
}
