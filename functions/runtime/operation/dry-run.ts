import type { StepName } from '../../steps/machines.ts';
import type { Deps, StepRunner } from '../deps.ts';

/** What would be written next; thrown in its place. */
class WouldWrite extends Error {}

const WRITES = /^(?:put|advance|append|note|post)/;

/**
 * Does everything of an operation up to its first write, so that whatever would refuse it refuses it; answers whether it would
 * have changed anything. A step of a settlement or batch runs here too, in this process.
 */
export async function wouldChange(
  deps: Deps,
  run: (dry: { readonly deps: Deps; readonly steps: StepRunner }) => Promise<unknown>,
): Promise<boolean> {
  const stop = (): never => {
    throw new WouldWrite();
  };
  const stores = Object.entries(deps.stores).map(([name, store]: [string, object]) => [name, unwritable(store, stop)]);
  const dry: Deps = {
    ...deps,
    stores: Object.fromEntries(stores) as Deps['stores'],
    signer: { ...deps.signer, sign: stop },
  };
  const steps: StepRunner = {
    start: async (step: StepName, input) => {
      const { localStepRunner } = await import('../../steps/local-step-runner.ts');
      await localStepRunner(dry, { drained: async () => {} }).start(step, input);
    },
  };
  try {
    await run({ deps: dry, steps });
    return false;
  } catch (error) {
    if (error instanceof WouldWrite) return true;
    throw error;
  }
}

function unwritable<T extends object>(store: T, stop: () => never): T {
  return new Proxy(store, {
    get: (target, name, receiver) =>
      typeof name === 'string' && WRITES.test(name) ? async () => stop() : Reflect.get(target, name, receiver),
  });
}
