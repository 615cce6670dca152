import type { Instant } from '../../domain/time.ts';

/** Merchants' ids may hold `#`; between parts of a key it means the end of one. */
export function escaped(part: string): string {
  return /[%#]/.test(part) ? part.replaceAll('%', '%25').replaceAll('#', '%23') : part;
}

/** Text that sorts as the instants do. */
export function sortable(at: Instant): string {
  const bounded = Math.min(Math.max(Math.trunc(at), 0), Number.MAX_SAFE_INTEGER);
  return String(bounded).padStart(16, '0');
}
