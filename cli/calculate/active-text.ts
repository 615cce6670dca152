import { canonical, parseCanonical } from '../../domain/integrity/canonical.ts';
import type { ActiveConversion } from '../../domain/settlement/book-period.ts';

/** An active conversion as one line of text. */
export function writeActive(active: ActiveConversion): string {
  return canonical(active);
}

export function readActive(text: string): ActiveConversion {
  return parseCanonical<ActiveConversion>(text);
}
