import type { Deps, StepRunner } from '../../functions/runtime/deps.ts';
import { tendPrograms } from '../../functions/usecases/settlement/tend-programs.ts';

const PERIOD_MILLISECONDS = 3_600_000;

export interface Schedules {
  /** Lets what is under way end. */
  readonly stop: () => Promise<void>;
}

/** What time does to programs by itself: at the start and every hour, however far the host's own clock has been set since. */
export function startSchedules(deps: Deps, steps: StepRunner, onError: (error: unknown) => void): Schedules {
  let underWay: Promise<unknown> = Promise.resolve();
  const tend = (): void => {
    underWay = underWay.then(() => tendPrograms(deps, steps)).catch(onError);
  };
  tend();
  const timer = setInterval(tend, PERIOD_MILLISECONDS);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
