import { describe, expect, it } from 'vitest';
import { currencyCodes, currencyDigits, digitsOn, isCurrency } from '../../../domain/money/currency.ts';

/** ISO 4217 list one as published on 2026-01-01, by minor digits; codes without a minor unit (gold, test codes …) left out. */
const PUBLISHED_ON = '2026-01-01';
const PUBLISHED = new Map<number, string>([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
     COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
     JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
     NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
     THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]);
const published = [...PUBLISHED].flatMap(([digits, codes]) =>
  codes.split(/\s+/).map((code) => [code, digits] as const),
);

describe('the currency table', () => {
  it('has every code of the published list with its digits', () => {
    expect(published.map(([code]) => [code, digitsOn(code, PUBLISHED_ON)])).toEqual(published);
  });

  it('lists its codes in alphabetical order', () => {
    const codes = currencyCodes();
    expect(codes.slice(0, 3)).toEqual(['AED', 'AFN', 'ALL']);
    for (const [index, code] of codes.slice(1).entries()) expect(code > (codes[index] ?? '')).toBe(true);
  });

  it('has no code as valid that the published list does not have', () => {
    const known = new Set(published.map(([code]) => code));
    const valid = currencyCodes().filter((code) => digitsOn(code, PUBLISHED_ON) !== null);
    expect(valid.filter((code) => !known.has(code))).toEqual([]);
  });

  it('names every code once, in upper-case letters', () => {
    const codes = currencyCodes();
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });

  it.each([
    ['JPY', 0],
    ['KRW', 0],
    ['USD', 2],
    // What ICU shows is a habit of display: forints and rupiah settle with two decimals, Iraqi dinars with three.
    ['HUF', 2],
    ['IDR', 2],
    ['IQD', 3],
    ['KWD', 3],
    ['CLF', 4],
  ])('%s has %i decimals', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits);
    expect(isCurrency(code)).toBe(true);
  });

  it.each([
    ['HRK', '2023-01-14', '2023-01-15'],
    ['CUC', '2021-06-30', '2021-07-01'],
    ['SLL', '2024-03-31', '2024-04-01'],
    ['ZWL', '2024-08-31', '2024-09-01'],
    ['ANG', '2025-06-30', '2025-07-01'],
    ['BGN', '2025-12-31', '2026-01-01'],
  ])('%s was valid until %s and is withdrawn from %s on', (code, last, after) => {
    expect(digitsOn(code, last)).toBe(2);
    expect(digitsOn(code, after)).toBeNull();
  });

  it.each([
    ['ZWG', '2024-06-24', '2024-06-25'],
    ['XCG', '2025-03-30', '2025-03-31'],
  ])('%s was not yet valid on %s and begins on %s', (code, before, first) => {
    expect(digitsOn(code, before)).toBeNull();
    expect(digitsOn(code, first)).toBe(2);
  });

  it('still prints amounts of a withdrawn currency that are on the books', () => {
    expect(currencyDigits('HRK')).toBe(2);
  });

  it.each(['XXX', 'XTS', 'XAU', 'usd', 'US', 'DOLLAR', '', 'toString'])('does not take "%s" for a currency', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(digitsOn(code, PUBLISHED_ON)).toBeNull();
    expect(() => currencyDigits(code)).toThrow(
      expect.objectContaining({ code: 'currency.unknown', field: 'currency' }),
    );
    expect(() => currencyDigits(code)).toThrow(`${code} is not an ISO 4217 currency code`);
  });
});
