import { DomainError } from '../errors.ts';
import type { Currency } from './currency.ts';
import { currencyDigits } from './currency.ts';

const AMOUNT = /^(-?)(\d{1,18})(?:\.(\d{1,10}))?$/;

/**
 * A decimal string in the major unit as minor units: `"12.50"` USD → 1250. Too many decimals is an error, never a rounding;
 * trailing zeros beyond the currency's digits (`"100.00"` JPY) lose nothing and pass.
 */
export function parseAmount(text: string, currency: Currency): bigint {
  const match = AMOUNT.exec(text);
  if (!match)
    throw new DomainError('amount.invalid', {
      en: `expected a decimal amount such as "1234.50", got "${text}"`,
      ja: `"1234.50"のような金額を、半角数字で桁区切りを付けずに指定してください（入力値: "${text}"）`,
    });
  const digits = currencyDigits(currency);
  const fraction = match[3] ?? '';
  const extra = fraction.slice(digits);
  if (/[1-9]/.test(extra)) {
    throw new DomainError('amount.too-many-decimals', {
      en: `${currency} has ${digits} decimals, got "${text}"`,
      ja: `${currency}の金額は小数${digits}桁までです（入力値: "${text}"）`,
    });
  }
  const magnitude = BigInt(`${match[2]}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  return match[1] === '-' ? -magnitude : magnitude;
}

const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** Full-width forms of ASCII, and how far each lies from its own. */
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
/** Where three digits may follow a decimal comma, `1,234` may be either. */
const AMBIGUOUS_DIGITS = 3;

/**
 * An amount of a table that people make: a comma may stand before every three digits of its whole part, and its letters may be
 * full-width (`１,２３４`). What is anything else, or may be two amounts, stays as it is, for `parseAmount` to refuse.
 */
export function plainAmount(text: string, currency: Currency): string {
  const narrow = text.replaceAll(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - FULL_WIDTH_OFFSET));
  const isAmbiguous = currencyDigits(currency) >= AMBIGUOUS_DIGITS && !narrow.includes('.');
  if (GROUPED.test(narrow) && !isAmbiguous) return narrow.replaceAll(',', '');
  return AMOUNT.test(narrow) ? narrow : text;
}

/** Minor units as a decimal string in the major unit, with exactly the currency's digits: 1250 USD → `"12.50"`. */
export function formatAmount(minor: bigint, currency: Currency): string {
  const digits = currencyDigits(currency);
  if (digits === 0) return minor.toString();
  const magnitude = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return `${sign}${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`;
}
