import { currencyDigits } from '../money/currency.ts';
import type { DailyRate } from '../money/exchange.ts';
import { RATE_AGE_DAYS_MAX } from '../money/exchange.ts';
import type { Ratio } from '../money/ratio.ts';
import { ratioOf } from '../money/ratio.ts';
import type { Calendar } from '../settlement/calendar.ts';
import { DAY_MS, utcDay } from '../time.ts';
import type { Conversion } from '../tracking/conversion.ts';

/** The rate of the conversion's date, else of the last date within seven days before; null: it must wait. */
export function rateFor(
  conversion: Pick<Conversion, 'currency' | 'occurredAt'>,
  currency: string,
  rates: readonly DailyRate[],
  calendar: Calendar,
): DailyRate | null {
  const date = calendar.dateOf(conversion.occurredAt);
  const oldest = utcDay(Date.parse(date) - RATE_AGE_DAYS_MAX * DAY_MS);
  let found: DailyRate | null = null;
  for (const rate of rates) {
    if (rate.from !== conversion.currency || rate.to !== currency) continue;
    if (rate.date > date || rate.date < oldest) continue;
    if (found === null || rate.date > found.date) found = rate;
  }
  return found;
}

/**
 * A rate between major units as a factor between minor units: USD 12.50 at 150 JPY is 1250 × 150 ÷ 100. What is quoted for one
 * unit of `to` divides, so that nothing of it is lost.
 */
export function minorFactor(rate: DailyRate): Ratio {
  const { numerator, denominator } = ratioOf(rate.rate);
  const up = 10n ** BigInt(currencyDigits(rate.to));
  const down = 10n ** BigInt(currencyDigits(rate.from));
  return rate.per === rate.to
    ? { numerator: denominator * up, denominator: numerator * down }
    : { numerator: numerator * up, denominator: denominator * down };
}
