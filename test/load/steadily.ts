import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a process says of the calls that it made. */
export interface Steady {
  /** How long each took, in milliseconds, in their order. */
  readonly times: readonly number[];
  /** What a call took of a processor, in milliseconds: about the same on a busy machine as on an idle one. */
  readonly processorMs: number;
}

export interface Pace {
  /** Calls a second. */
  readonly rate: number;
  readonly seconds: number;
}

const WARM_UP = 200;

/** Calls at a steady rate, whether or not earlier calls are through. */
export async function steadily({ rate, seconds }: Pace, call: (number: number) => Promise<unknown>): Promise<Steady> {
  const timed = async (number: number): Promise<number> => {
    const before = performance.now();
    await call(number);
    return performance.now() - before;
  };
  for (let number = 0; number < WARM_UP; number += 1) await call(number);
  const calls: Promise<number>[] = [];
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (let number = 0; number < rate * seconds; number += 1) {
    const wait = startedAt + (number * 1000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    calls.push(timed(number));
  }
  const times = await Promise.all(calls);
  const { user, system } = process.cpuUsage(before);
  return { times, processorMs: (user + system) / 1000 / times.length };
}
