import type { NachaOrder } from '../remittance/nacha-order.ts';
import type { PainAddress, PainVersion } from '../remittance/pain-order.ts';
import type { ZenginOptions } from '../remittance/zengin-order.ts';

/** How the bank of a paying account takes files of transfers, and what it calls the payer. */
export type SendingTerms =
  | {
      readonly format: 'zengin';
      /** 委託者コード, up to ten digits; each bank and contract has its own. */
      readonly clientCode: string;
      /** Kana, or empty. */
      readonly bankName: string;
      readonly branchName: string;
      readonly options: ZenginOptions;
    }
  | {
      readonly format: PainVersion;
      readonly address: PainAddress | null;
      /** Whether the account shows the sum of a file, or every transfer. */
      readonly batchBooking: boolean;
    }
  | {
      readonly format: 'nacha';
      /** The bank that takes the file. */
      readonly destination: { readonly routing: string; readonly name: string };
      readonly origin: { readonly id: string; readonly name: string };
      /** `odfi`: first eight digits of the originating bank's routing number. */
      readonly company: {
        readonly id: string;
        readonly name: string;
        readonly odfi: string;
        readonly description: string;
      };
      /** Line feeds alone where it does not say. */
      readonly lineEnd?: NachaOrder['lineEnd'] | undefined;
    };

/** The formats that banks take. */
export type RemittanceFormat = SendingTerms['format'];
