import type { AttributionSettings } from '../partner/program.ts';
import { isDataDriven } from '../partner/program.ts';
import type { Instant } from '../time.ts';
import { DAY_MS } from '../time.ts';

/** The time whose journeys a model is fitted on, half-open. */
export interface FitWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** The window that ends at a cutoff, as long as the model says, or else as the lookback; at least a day of 24 hours. */
export function fitWindow({ model, lookbackDays }: AttributionSettings, cutoff: Instant): FitWindow {
  const days = isDataDriven(model) ? (model.windowDays ?? lookbackDays) : lookbackDays;
  return { from: cutoff - Math.max(1, days) * DAY_MS, to: cutoff };
}
