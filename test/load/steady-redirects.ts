import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { followLink } from '../../functions/http/track/follow-link.ts';
import type { TrackDeps } from '../../functions/runtime/track-host.ts';
import { eventOf } from '../support/app.ts';
import { LINKS } from './mixed-load.ts';

const WARM_UP = 200;

/** Calls the handler at a steady rate, whether or not earlier calls are through; how long each took, in milliseconds. */
export async function steadyRedirects(given: {
  readonly deps: TrackDeps;
  readonly rate: number;
  readonly seconds: number;
}): Promise<{ readonly times: readonly number[]; readonly kept: number }> {
  const { deps, rate, seconds } = given;
  let kept = 0;
  const counted: TrackDeps = {
    ...deps,
    clickFallback: async () => {
      kept -= 1;
    },
  };
  const handler = followLink.handlerOn(async () => ({ deps: counted }));
  const call = async (number: number): Promise<number> => {
    const linkId = `lnk_${number % LINKS}`;
    const event = { ...eventOf('GET', `/t/${linkId}`, {}), pathParameters: { linkId } };
    const startedAt = performance.now();
    const { statusCode } = await handler(event, {} as Context);
    const ms = performance.now() - startedAt;
    if (statusCode === 302) kept += 1;
    return ms;
  };
  for (let number = 0; number < WARM_UP; number += 1) await call(number);
  kept = 0;
  const calls: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < rate * seconds; number += 1) {
    const wait = startedAt + (number * 1000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    calls.push(call(number));
  }
  return { times: await Promise.all(calls), kept };
}
