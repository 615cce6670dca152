import type { Deps, StepRunner } from './deps.ts';
import type { RateLimit } from './rate-limit.ts';

/** What a host gives to its handlers: the cloud from its environment, the laptop and the tests their own. */
export interface Host {
  readonly deps: Deps;
  readonly steps: StepRunner;
  /** Signs and checks bearer tokens. */
  readonly tokenKey: Uint8Array;
  /** Absent: callers are not limited. */
  readonly rateLimit?: RateLimit | undefined;
}
