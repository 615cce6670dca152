/** Where the API explains the commission of a conversion. */
export function explanationPath(programId: string, conversionId: string): string {
  return `/v1/programs/${encodeURIComponent(programId)}/commissions/${encodeURIComponent(conversionId)}/explanation`;
}
