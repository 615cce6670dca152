import type { ApiKeyVerifier } from '../identity/api-key-verifier.ts';
import type { TokenVerifier } from '../identity/token-verifier.ts';
import type { Deps, StepRunner } from './deps.ts';
import type { RateLimit } from './operation/rate-limit.ts';

/** What a host gives to its handlers: the cloud from its environment, the laptop and the tests their own. */
export interface Host {
  readonly deps: Deps;
  readonly steps: StepRunner;
  readonly verifyToken: TokenVerifier;
  readonly verifyKey: ApiKeyVerifier;
  /** Absent: callers are not limited. */
  readonly rateLimit?: RateLimit | undefined;
}
