import { byText } from '../text-order.ts';
import type { Statement } from './statement.ts';

/** A party of a document, as it stands on it: a later change of name or number does not change what was issued. */
export interface DocumentParty {
  readonly address: string | null;
  readonly name: string;
  /** 登録番号: `T` and 13 digits; null when it has none, or we do not know it. */
  readonly registrationNumber: string | null;
  readonly vatNumber: string | null;
}

/** What was supplied at one rate, with the tax on it, rounded once. */
export interface DocumentRate {
  readonly code: string;
  readonly gross: string;
  /** The tax is within the agreed price, and so within the payout. */
  readonly isIncluded: boolean;
  readonly isReduced: boolean;
  readonly net: string;
  /** A decimal: `0.1`. */
  readonly rate: string;
  readonly tax: string;
}

/** A sentence that the law or finance wants on the document. */
export interface DocumentNote {
  readonly code: string;
  readonly en: string;
  readonly ja: string;
}

/** The tax of a document and what becomes of it: tax carried from earlier documents + tax − tax paid = tax carried on. */
export interface DocumentTax {
  readonly carriedIn: string;
  readonly carriedOn: string;
  /** What the payer adds to the payout where fees are agreed net of withholding. */
  readonly grossUp: string;
  readonly notes: readonly DocumentNote[];
  /** Paid with this payout; 0 where nothing is paid out. */
  readonly paid: string;
  readonly rates: readonly DocumentRate[];
  /** The rows of the tables by which it was computed. */
  readonly rows: readonly string[];
  /** On top of the fees; tax that is included in them stands at its rate alone. */
  readonly tax: string;
  /** Kept back of this payout for the tax office. */
  readonly withholding: string;
}

/** Why a version stands in place of the one before. An amount is put right by an adjustment of a later period, named here. */
export interface DocumentCorrection {
  readonly adjustments: readonly string[];
  readonly reason: string;
  /** The version that this one corrects; it stays downloadable. */
  readonly version: number;
}

/** What the issue adds to a partner's statement: whose it is before the law, its tax, and what is transferred when. */
export interface StatementDocument {
  /** The day on which both agreed that silence confirms; null: by the sentence on the document alone. */
  readonly agreedOn: string | null;
  /** First instant at which silence has confirmed it. */
  readonly confirmBy: string;
  readonly correction?: DocumentCorrection | undefined;
  readonly issuedAt: string;
  readonly partner: DocumentParty;
  /** Null while the merchant has not told who pays before the law. */
  readonly payer: DocumentParty | null;
  /** `YYYY-MM-DD`, or null while no calendar names it. */
  readonly plannedOn: string | null;
  /** Null: the program has no tax settings. */
  readonly tax: DocumentTax | null;
  /** Consideration of the period with its tax: what the document is about, and found by. */
  readonly total: string;
  /** What reaches the partner's account: payout + tax paid + gross-up − withholding. */
  readonly transfer: string;
  readonly version: number;
}

/** A statement as it was issued. `calculate` makes statements without `document`: nothing is issued there. */
export interface IssuedStatement extends Statement {
  readonly document?: StatementDocument | undefined;
}

/** The number of a document: its statement's name with its version. */
export function documentNumber(statementId: string, version: number): string {
  return `${statementId}/${version}`;
}

/** A statement with what its issue adds, members in alphabetical order as before: `JSON.stringify` of it stays canonical. */
export function issued(statement: Statement, document: StatementDocument): IssuedStatement {
  const members = Object.entries({ ...statement, document: sorted(document) });
  return Object.fromEntries(members.sort(([a], [b]) => byText(a, b))) as unknown as IssuedStatement;
}

function sorted(document: StatementDocument): StatementDocument {
  return Object.fromEntries(Object.entries(document).sort(([a], [b]) => byText(a, b))) as unknown as StatementDocument;
}
