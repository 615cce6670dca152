/** Status and title of one kind of problem. */
export interface ProblemKind {
  readonly status: number;
  readonly en: string;
  readonly ja: string;
}
