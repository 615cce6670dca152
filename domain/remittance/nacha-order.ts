/** Credits to consumers (PPD) or to companies (CCD). */
export type NachaEntryClass = 'PPD' | 'CCD';

/** One credit. */
export interface NachaTransfer {
  readonly entryClass: NachaEntryClass;
  /** Nine digits, the last one a check digit. */
  readonly routing: string;
  readonly account: string;
  readonly kind: 'checking' | 'savings';
  /** Cents, 1 to 9999999999. */
  readonly amountMinor: bigint;
  /** Our number of the payee, up to 15 letters. */
  readonly id: string;
  readonly name: string;
  /** What the payee is told, up to 80 letters, or empty. */
  readonly addenda: string;
}

/** Credits of one company for one day; each entry class is a batch of its own. */
export interface NachaOrder {
  readonly destination: { readonly routing: string; readonly name: string };
  readonly origin: { readonly id: string; readonly name: string };
  readonly company: { readonly name: string; readonly id: string; readonly odfi: string; readonly description: string };
  /** `YYYY-MM-DDTHH:MM`, as it is to stand in the file. */
  readonly createdAt: string;
  /** Tells the files of one day apart: `A` to `Z`, `0` to `9`. */
  readonly fileIdModifier: string;
  /** `YYYY-MM-DD`. */
  readonly effectiveDate: string;
  /** Between records and after the last, as the bank wants it. */
  readonly lineEnd: 'lf' | 'crlf';
  readonly transfers: readonly NachaTransfer[];
}
