/** The step functions of each state machine; API, CDK and the laptop host read this one table. */
export const machines = {
  settlement: ['fit', 'seal', 'calculate', 'approve', 'close'],
  payout: ['payout'],
} as const;

export type MachineName = keyof typeof machines;
export type StepName = (typeof machines)[MachineName][number];

/** What every step is told: whose period, and who asked. */
export interface StepInput {
  readonly merchantId: string;
  readonly programId: string;
  readonly periodId: string;
  readonly actor: string;
}
