import type { Currency } from '../../domain/money/currency.ts';
import type { OpeningsDraft } from '../usecases/ledger/opening-balances.ts';
import { openingsHash } from '../usecases/ledger/opening-balances.ts';
import { entityTag } from './if-match.ts';
import { openingsAnswer } from './wire.ts';

/** The answer of an operation on the balances that a program takes over. */
export function openingsReply(draft: OpeningsDraft, currency: Currency) {
  return { headers: { etag: entityTag(openingsHash(draft)) }, body: openingsAnswer(draft, currency) };
}
