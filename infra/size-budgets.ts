/** How much code a function may make its callers wait for. A kilobyte is 1,000 bytes, minified. */
export interface SizeBudget {
  /** Loaded before Lambda hands over the first request. */
  readonly startKilobytes: number;
  /** Processor time of that, on Node 24. */
  readonly startMilliseconds: number;
  /** Loaded by the time the operation runs: the same, the stores and, but for the redirect, the AWS SDK. */
  readonly firstCallKilobytes: number;
}

const REDIRECT = 'functions/http/track/follow-link';

const redirect: SizeBudget = { startKilobytes: 200, startMilliseconds: 60, firstCallKilobytes: 150 };
const others: SizeBudget = { startKilobytes: 600, startMilliseconds: 150, firstCallKilobytes: 1000 };

/** A budget of its own, and why: nobody passes one without saying what for. */
export interface Allowance extends Partial<SizeBudget> {
  readonly reason: string;
}

export const allowances: Readonly<Record<string, Allowance>> = {
  'functions/http/finance/read-journal': {
    startKilobytes: 820,
    firstCallKilobytes: 1250,
    reason: 'files for 弥生 are Shift_JIS, whose tables are 330 kB; a download of finance, a few times a month',
  },
};

/** What a function is held to. */
export function budgetOf(module: string): SizeBudget {
  return { ...(module === REDIRECT ? redirect : others), ...allowances[module] };
}
