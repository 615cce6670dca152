import type { Currency } from './currency.ts';
import { currencyDigits } from './currency.ts';
import type { Ratio } from './ratio.ts';
import { roundRatio } from './round.ts';

/** 1234567.80 → 1,234,567.80 */
export function grouped(amount: string): string {
  const [units = '', decimals] = amount.split('.');
  const text = units.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return decimals === undefined ? text : `${text}.${decimals}`;
}

const DECIMAL_DIGITS = 12;

/** `"21/10000"` as `"0.0021"`: a fraction as a decimal of at most twelve digits, the last one rounded half to even. */
export function decimalOf(fraction: string): string {
  const [numerator = '0', denominator = '1'] = fraction.split('/');
  const scaled = roundRatio(BigInt(numerator) * 10n ** BigInt(DECIMAL_DIGITS), BigInt(denominator), 'half-even');
  const digits = scaled.toString().padStart(DECIMAL_DIGITS + 1, '0');
  return `${digits.slice(0, -DECIMAL_DIGITS)}.${digits.slice(-DECIMAL_DIGITS)}`.replace(/\.?0+$/, '');
}

/** The smallest unit of a currency in its major unit: `0.01` of USD, `1` of JPY. */
export function smallestUnit(currency: Currency): string {
  const digits = currencyDigits(currency);
  return digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
}

const DECIMALS_MAX = 20;

/** Minor units that need not be whole, as a decimal in the major unit, or null when no decimal of 20 digits is exact. */
export function exactAmount({ numerator, denominator }: Ratio, currency: Currency): string | null {
  const digits = currencyDigits(currency);
  for (let more = 0; more <= DECIMALS_MAX - digits; more++) {
    const scaled = numerator * 10n ** BigInt(more);
    if (scaled % denominator !== 0n) continue;
    const value = scaled / denominator;
    const magnitude = (value < 0n ? -value : value).toString().padStart(digits + more + 1, '0');
    const place = magnitude.length - digits - more;
    const text = place === magnitude.length ? magnitude : `${magnitude.slice(0, place)}.${magnitude.slice(place)}`;
    return value < 0n ? `-${text}` : text;
  }
  return null;
}
