import { MINUTE_MS } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';
import { minuteOf } from '../../store/delivery-index.ts';
import { webhookHost } from './webhook-host.ts';

/** So old must a minute be: what was to be tried at once has been by then, and what is written late stands in it. */
const AGE_MS_MIN = 2 * MINUTE_MS;
/** After a long sleep it takes several sweeps. */
const MINUTES_MAX = 1440;

/**
 * Has every attempt made whose minute is over: those that wait longer than a queue can hold them, and those whose message was lost.
 * Each minute is swept once; those that were made already are let be. Resolves to how many were asked for.
 */
export async function sweepDeliveries(deps: Deps): Promise<number> {
  const { webhooks } = deps.stores;
  const { now, later } = webhookHost(deps);
  const last = Math.floor((now() - AGE_MS_MIN) / MINUTE_MS) * MINUTE_MS;
  const sweep = await webhooks.sweep();
  // The first of all sweeps begins here: a host sweeps from its first minute on.
  const from = sweep === null ? last : Date.parse(`${sweep.through}:00Z`) + MINUTE_MS;
  const to = Math.min(last, from + (MINUTES_MAX - 1) * MINUTE_MS);
  if (to < from) return 0;
  let count = 0;
  for (let minute = from; minute <= to; minute += MINUTE_MS) {
    for (const due of await webhooks.dueIn(minuteOf(minute))) {
      await later(due, 0);
      count += 1;
    }
  }
  await webhooks.advanceSweep(sweep, { through: minuteOf(to) });
  return count;
}
