import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { DAY_MS, utcDay } from '../../domain/time.ts';
import { mapLimited, WORK_AT_ONCE } from './map-limited.ts';

/** A host that stood still for less than this tells all the same. */
const DAYS_LOOKED_BACK = 35;

interface Looking {
  readonly now: Instant;
  readonly merchantId: MerchantId | null;
  readonly daysBack?: number;
}

/**
 * Looks at everything whose day has come lately, of one merchant or of all (null), the oldest first. What goes wrong with one holds
 * up no other, and is told at the end.
 */
export async function eachDue<T extends { readonly merchantId: MerchantId }, R>(
  { now, merchantId, daysBack = DAYS_LOOKED_BACK }: Looking,
  dueOn: (day: string) => Promise<readonly T[]>,
  work: (due: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  const failures: unknown[] = [];
  for (let back = daysBack; back >= 0; back -= 1) {
    const due = await dueOn(utcDay(now - back * DAY_MS));
    const own = merchantId === null ? due : due.filter((each) => each.merchantId === merchantId);
    await mapLimited(own, WORK_AT_ONCE, async (each) => {
      try {
        done.push(await work(each));
      } catch (error) {
        failures.push(error);
      }
    });
  }
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} of what is due could not be looked at`);
  if (failures.length === 1) throw failures[0];
  return done;
}
