import type { WireAmount } from '../../../domain/connector/vendor-fact.ts';
import { formatAmount } from '../../../domain/money/amount.ts';

// https://docs.stripe.com/currencies: in ISK and UGX Stripe counts hundredths although there are none, and in MGA whole ariary.
const ZERO_DECIMAL: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
const THREE_DECIMAL: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));

/** An amount in Stripe's own smallest unit as a decimal string in the major unit. */
export function stripeAmount(amount: bigint, currency: string): WireAmount {
  const code = currency.toUpperCase();
  // Currencies that stand for their number of digits.
  const like = ZERO_DECIMAL.has(code) ? 'JPY' : THREE_DECIMAL.has(code) ? 'BHD' : 'USD';
  return { amount: formatAmount(amount, like), currency: code };
}
