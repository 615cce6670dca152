/** 預金種目 as words; the codes are the standard's. */
export type ZenginAccountKind = 'ordinary' | 'current' | 'savings' | 'other';

/** A bank's branch, by the codes and names of the standard. */
export interface ZenginBranch {
  /** Four digits. */
  readonly bankCode: string;
  /** Kana, or empty. */
  readonly bankName: string;
  /** Three digits. */
  readonly branchCode: string;
  readonly branchName: string;
}

/** An account at a branch. */
export interface ZenginAccount extends ZenginBranch {
  readonly kind: ZenginAccountKind;
  /** One to seven digits. */
  readonly number: string;
}

/** One transfer of an order; names are in kana as registered at the bank. */
export interface ZenginTransfer {
  readonly account: ZenginAccount;
  readonly name: string;
  /** Whole yen. */
  readonly amountMinor: bigint;
  readonly newCode: '0' | '1' | '2';
  /** Text that reaches the payee, or codes of up to ten digits that come back in the bank's lists. */
  readonly information:
    | { readonly kind: 'codes'; readonly code1: string; readonly code2: string }
    | { readonly kind: 'edi'; readonly text: string };
}

/** What differs from bank to bank. */
export interface ZenginOptions {
  readonly lineEnd: 'crlf' | 'lf' | 'none';
  readonly eof1a: boolean;
  /** 振込指定区分; a space leaves it blank. */
  readonly designation: '7' | '8' | '0' | ' ';
  readonly unusedCodes: 'zeros' | 'spaces';
  /** ｦ in names: the newest text of the standard allows it, guides of banks refuse it. */
  readonly wo: 'allow' | 'warn' | 'refuse';
  readonly cutsNames: boolean;
}

/** A general credit transfer (総合振込) of one payer for one day. */
export interface ZenginOrder {
  readonly payer: { readonly clientCode: string; readonly name: string; readonly account: ZenginAccount };
  /** `YYYY-MM-DD`. */
  readonly valueDate: string;
  readonly transfers: readonly ZenginTransfer[];
  readonly options: ZenginOptions;
}

/** Of an order that says nothing else. */
export const ZENGIN_DEFAULTS: ZenginOptions = {
  lineEnd: 'crlf',
  eof1a: false,
  designation: '7',
  unusedCodes: 'zeros',
  wo: 'warn',
  cutsNames: false,
};
