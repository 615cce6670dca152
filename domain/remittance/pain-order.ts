/** The two versions of the credit transfer initiation that we write. */
export type PainVersion = 'pain.001.001.03' | 'pain.001.001.09';

/** A structured or hybrid address: town and country, and at most two free lines of up to 70 letters. */
export interface PainAddress {
  readonly street: string;
  readonly building: string;
  readonly postCode: string;
  readonly town: string;
  /** Two letters. */
  readonly country: string;
  readonly lines: readonly string[];
}

/** Who pays, or is paid. */
export interface PainParty {
  readonly name: string;
  readonly iban: string;
  /** Empty when it is not known: the bank finds it by the IBAN. */
  readonly bic: string;
  readonly address: PainAddress | null;
}

/** One credit transfer. */
export interface PainTransfer {
  readonly endToEndId: string;
  /** Euro cents, 1 to 99999999999. */
  readonly amountMinor: bigint;
  readonly debtor: PainParty;
  /** `YYYY-MM-DD`. */
  readonly executionDate: string;
  readonly creditor: PainParty;
  readonly information:
    | { readonly kind: 'none' }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'reference'; readonly reference: string };
}

/** SEPA credit transfers in one message; they are grouped by execution date and debtor account. */
export interface PainOrder {
  readonly messageId: string;
  /** ISO 8601, as it is to stand in the file. */
  readonly createdAt: string;
  readonly initiator: string;
  readonly batchBooking: boolean;
  readonly transfers: readonly PainTransfer[];
}
