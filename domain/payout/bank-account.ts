import { assertNever } from '../errors.ts';
import type { Currency } from '../money/currency.ts';

/** How a bank is told of transfers: 全銀 総合振込, SEPA, or the US clearing house. */
export type Scheme = 'zengin' | 'sepa' | 'nacha';

/** A bank account as its holder gave it. */
export type BankAccount =
  | {
      readonly scheme: 'zengin';
      /** Four digits. */
      readonly bankCode: string;
      /** Three digits. */
      readonly branchCode: string;
      /** 預金種目. */
      readonly accountType: 'ordinary' | 'current' | 'savings' | 'other';
      /** Seven digits. */
      readonly accountNumber: string;
      /** 口座名義カナ, as the bank has it. */
      readonly holder: string;
    }
  | { readonly scheme: 'sepa'; readonly iban: string; readonly bic: string | null; readonly holder: string }
  | {
      readonly scheme: 'nacha';
      /** Nine digits. */
      readonly routingNumber: string;
      readonly accountNumber: string;
      readonly accountType: 'checking' | 'savings';
      /** Consumers and companies are paid by different entries (PPD, CCD). */
      readonly holderKind: 'person' | 'company';
      readonly holder: string;
    };

/** What may be shown of an account: enough to recognise it, too little to pay to it. */
export interface MaskedAccount {
  readonly scheme: Scheme;
  /** The bank: `0005-123`, a BIC, or a routing number. */
  readonly bank: string;
  /** `****567`. */
  readonly account: string;
  /** `ﾔ***`. */
  readonly holder: string;
}

const currencies = { zengin: 'JPY', sepa: 'EUR', nacha: 'USD' } as const satisfies Record<Scheme, Currency>;

/** What an account of a scheme is paid in. */
export function currencyOf(scheme: Scheme): Currency {
  return currencies[scheme];
}

/** An account with all but its end hidden. */
export function masked(account: BankAccount): MaskedAccount {
  const holder = `${[...account.holder][0] ?? ''}***`;
  switch (account.scheme) {
    case 'zengin':
      return {
        scheme: 'zengin',
        bank: `${account.bankCode}-${account.branchCode}`,
        account: tail(account.accountNumber),
        holder,
      };
    case 'sepa':
      return { scheme: 'sepa', bank: account.bic ?? account.iban.slice(0, 2), account: tail(account.iban), holder };
    case 'nacha':
      return { scheme: 'nacha', bank: account.routingNumber, account: tail(account.accountNumber), holder };
    default:
      return assertNever(account);
  }
}

const SHOWN_MAX = 3;

function tail(number: string): string {
  // Of a short number less is shown, so that it cannot be guessed.
  return `****${number.slice(-Math.min(SHOWN_MAX, Math.floor(number.length / 2)))}`;
}

/** What makes two accounts the same, whatever name they were given under. */
export function accountKey(account: BankAccount): string {
  switch (account.scheme) {
    case 'zengin':
      return `zengin ${account.bankCode} ${account.branchCode} ${account.accountType} ${account.accountNumber}`;
    case 'sepa':
      return `iban ${account.iban}`;
    case 'nacha':
      return `nacha ${account.routingNumber} ${account.accountNumber}`;
    default:
      return assertNever(account);
  }
}
