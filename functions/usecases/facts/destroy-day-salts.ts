import { DAY_MS, utcDay } from '../../../domain/time.ts';
import type { Deps } from '../../runtime/deps.ts';

/** A host that stood still for longer lets them go with their end of life. */
const DAYS_BACK = 7;

/** Writes over the salts of days that are over: the hashes of their clicks still tell one visitor from another, and lead to nobody. */
export async function destroyDaySalts({ stores, now }: Pick<Deps, 'stores' | 'now'>): Promise<number> {
  let destroyed = 0;
  for (let back = 1; back <= DAYS_BACK; back += 1) {
    const day = utcDay(now() - back * DAY_MS);
    const there = await stores.clicks.daySalt(day);
    if (there === null || there.salt === null) continue;
    if (await stores.clicks.advanceDaySalt(there, { day, salt: null })) destroyed += 1;
  }
  return destroyed;
}
