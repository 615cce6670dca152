import { DomainError } from '../errors.ts';

/** An ISO 4217 alphabetic code, upper case. */
export type Currency = string;

interface CurrencyRow {
  readonly digits: number;
  /** First day of validity, `YYYY-MM-DD`, or null: as far back as our data goes. */
  readonly from: string | null;
  /** First day no longer valid. */
  readonly to: string | null;
}

/**
 * Minor digits by code, from ISO 4217 list one as published on 2026-01-01. Not from `Intl`, whose digits are display habits:
 * it says 0 for HUF, IDR and a dozen more that settle with two.
 */
const digitsByCode = new Map<number, string>([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
      'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
      'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
      'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
      'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD YER ZAR ZMW',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]);

/** Codes whose validity or digits changed; the rows of one code follow each other without a gap. */
const datedRows: readonly (readonly [string, CurrencyRow])[] = [
  ['ANG', { digits: 2, from: null, to: '2025-07-01' }],
  ['BGN', { digits: 2, from: null, to: '2026-01-01' }],
  ['CUC', { digits: 2, from: null, to: '2021-07-01' }],
  ['HRK', { digits: 2, from: null, to: '2023-01-15' }],
  ['SLL', { digits: 2, from: null, to: '2024-04-01' }],
  ['XCG', { digits: 2, from: '2025-03-31', to: null }],
  ['ZWG', { digits: 2, from: '2024-06-25', to: null }],
  ['ZWL', { digits: 2, from: null, to: '2024-09-01' }],
];

const rowsByCode = new Map<Currency, CurrencyRow[]>();
for (const [digits, codes] of digitsByCode) {
  for (const code of codes.split(' ')) rowsByCode.set(code, [{ digits, from: null, to: null }]);
}
for (const [code, row] of datedRows) rowsByCode.set(code, [...(rowsByCode.get(code) ?? []), row]);

/** Of each code the latest, for every amount that is read or printed asks. */
const latestDigits = new Map([...rowsByCode].map(([code, rows]) => [code, rows.at(-1)?.digits]));

/** Minor digits of a currency on a date (`YYYY-MM-DD`), or null when the code was not valid then. */
export function digitsOn(currency: Currency, date: string): number | null {
  for (const row of rowsByCode.get(currency) ?? []) {
    const hasStarted = row.from === null || row.from <= date;
    const hasEnded = row.to !== null && row.to <= date;
    if (hasStarted && !hasEnded) return row.digits;
  }
  return null;
}

/** Minor digits of a code we know, whenever it was valid: for printing what is already on the books. */
export function currencyDigits(currency: Currency): number {
  const digits = latestDigits.get(currency);
  if (digits === undefined) {
    throw new DomainError(
      'currency.unknown',
      { en: `${currency} is not an ISO 4217 currency code`, ja: `${currency}はISO 4217の通貨コードではありません` },
      { field: 'currency' },
    );
  }
  return digits;
}

/** Whether a code is in our table, whenever it was valid. */
export function isCurrency(code: string): code is Currency {
  return rowsByCode.has(code);
}

/** Every code of the table, for the test against the published list. */
export function currencyCodes(): readonly Currency[] {
  return [...rowsByCode.keys()].sort();
}
