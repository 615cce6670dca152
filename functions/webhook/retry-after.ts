import { SECOND_MS } from '../../domain/time.ts';

const ASKS_TO_WAIT = [429, 503];

/** How many seconds an answer asks to be left alone for, as a number or as a date of HTTP; 0 when it does not. */
export function retryAfterSeconds(status: number | undefined, header: string | undefined, now: number): number {
  if (status === undefined || header === undefined || !ASKS_TO_WAIT.includes(status)) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now) / SECOND_MS));
}
