import { assertNever } from '../errors.ts';
import type { PainVersion } from './pain-order.ts';

/** Lengths by country, from the SWIFT registry of IBAN formats. */
const LENGTHS = lengthsOf(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 ' +
    'MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ' +
    'SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30',
);
const SEPA =
  'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA'.split(
    ' ',
  );
const OUTSIDE_EEA = 'AD AL CH GB GI MC MD ME MK RS SM VA'.split(' ');

const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;
const BIC_BEFORE_2014 = /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?$/;

/** What is wrong with an IBAN: its form, the length that its country has, its check digits, or a country of which none is known. */
export type IbanFault = { readonly wrong: 'form' | 'country' | 'check-digits' } | { readonly length: number };

/**
 * What is wrong with an IBAN in its electronic form, or `null`: its country's length and the remainder of 97 (ISO 13616). Where
 * the remainder is right the country may have joined the registry since.
 */
export function ibanFault(iban: string): IbanFault | null {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/.test(iban)) return { wrong: 'form' };
  const length = LENGTHS.get(iban.slice(0, 2));
  if (length !== undefined && iban.length !== length) return { length };
  if (remainderOf97(iban) === 1n) return null;
  return { wrong: length === undefined ? 'country' : 'check-digits' };
}

/** The same with the IBAN, as a file is told of it. */
export function ibanProblem(iban: string): string | null {
  const fault = ibanFault(iban);
  const country = iban.slice(0, 2);
  if (fault === null) return null;
  if ('length' in fault) return `IBAN: ${country} has ${fault.length} characters, "${iban}" has ${iban.length}`;
  switch (fault.wrong) {
    case 'form':
      return `IBAN: two capital letters, two digits and up to 30 letters and digits without spaces, got "${iban}"`;
    case 'country':
      return `IBAN: none is known of ${country}, got "${iban}"`;
    case 'check-digits':
      return `IBAN: the check digits of "${iban}" are wrong`;
    default:
      return assertNever(fault.wrong);
  }
}

/** Whether the registry that we hold has the country of an IBAN. */
export const isKnownIbanCountry = (iban: string): boolean => LENGTHS.has(iban.slice(0, 2));

/** Whether an IBAN's country takes part in SEPA; territories use the code of their state. */
export const isSepaIban = (iban: string): boolean => SEPA.includes(iban.slice(0, 2));

/** Territories whose banks have a BIC of their own country code and accounts with the IBAN of their state. */
const TERRITORIES: Readonly<Record<string, string>> = {
  GB: 'GG IM JE',
  FI: 'AX',
  FR: 'BL GF GP MF MQ NC PF PM RE WF YT',
};

/** Whether a bank with a BIC may keep an account with an IBAN, by their countries. */
export function bicFitsIban(bic: string, iban: string): boolean {
  const [bank, account] = [bic.slice(4, 6), iban.slice(0, 2)];
  return bank === account || (TERRITORIES[account] ?? '').split(' ').includes(bank);
}

/** SEPA countries outside the EEA, for which banks may want the BIC. */
export const wantsBic = (iban: string): boolean => OUTSIDE_EEA.includes(iban.slice(0, 2));

/** What is wrong with a structured creditor reference (ISO 11649), or `null`. */
export function creditorReferenceProblem(reference: string): string | null {
  if (!/^RF\d{2}[A-Za-z0-9]{1,21}$/.test(reference)) {
    return `RF, two digits and up to 21 letters and digits, got "${reference}"`;
  }
  return remainderOf97(reference.toUpperCase()) === 1n ? null : `the check digits of "${reference}" are wrong`;
}

/** What is wrong with a BIC, or `null`: since ISO 9362:2014 digits may stand in its first four places, which .03 does not know. */
export function bicProblem(bic: string, version: PainVersion): string | null {
  if (!BIC.test(bic)) return `BIC: 8 or 11 capital letters and digits, the country in places 5 and 6, got "${bic}"`;
  if (version === 'pain.001.001.09' || BIC_BEFORE_2014.test(bic)) return null;
  return `BIC: ${version} takes six letters, then one of A to Z or 2 to 9 and no letter O, got "${bic}"`;
}

function remainderOf97(code: string): bigint {
  const turned = code.slice(4) + code.slice(0, 4);
  return BigInt(turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n;
}

function lengthsOf(list: string): ReadonlyMap<string, number> {
  return new Map(list.split(' ').map((item) => [item.slice(0, 2), Number(item.slice(2))]));
}
