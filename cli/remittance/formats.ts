import { checkNacha } from '../../domain/remittance/check-nacha.ts';
import { checkZengin } from '../../domain/remittance/check-zengin.ts';
import { encodeNacha } from '../../domain/remittance/encode-nacha.ts';
import { encodePain } from '../../domain/remittance/encode-pain.ts';
import { encodeZengin } from '../../domain/remittance/encode-zengin.ts';
import type { Encoded, Finding } from '../../domain/remittance/finding.ts';
import type { PainVersion } from '../../domain/remittance/pain-order.ts';
import { checkPainFile } from '../../functions/remittance/xml-document.ts';
import { bankDaysOf } from '../../functions/runtime/bank-days.ts';
import { readNachaOrder } from './read-nacha-order.ts';
import { readPainOrder } from './read-pain-order.ts';
import { readZenginOrder } from './read-zengin-order.ts';

/** A format of files for banks. */
export interface Format {
  /** Writes the order of a JSON file; judged on a day, or on its own: that of its making, or else of the payment. */
  readonly encode: (file: string, bytes: Uint8Array, on: string | null) => Encoded;
  readonly check: (bytes: Uint8Array, on: string) => readonly Finding[];
}

/** The formats by the names that the command line knows. */
export const FORMATS: Readonly<Record<string, Format>> = {
  zengin: {
    encode: (file, bytes, on) => {
      const order = readZenginOrder(file, bytes);
      return encodeZengin(order, { on: on ?? order.valueDate, isBankDay: bankDaysOf('jp') });
    },
    check: (bytes, on) => checkZengin(bytes, { on, isBankDay: bankDaysOf('jp') }),
  },
  'pain.001.001.03': pain('pain.001.001.03'),
  'pain.001.001.09': pain('pain.001.001.09'),
  nacha: {
    encode: (file, bytes, on) => {
      const order = readNachaOrder(file, bytes);
      return encodeNacha(order, { on: on ?? order.createdAt.slice(0, 10), isBankDay: bankDaysOf('us-fed') });
    },
    check: (bytes, on) => checkNacha(bytes, { on, isBankDay: bankDaysOf('us-fed') }),
  },
};

function pain(version: PainVersion): Format {
  return {
    encode: (file, bytes, on) => {
      const order = readPainOrder(file, bytes);
      const context = { on: on ?? order.createdAt.slice(0, 10), isBankDay: bankDaysOf('target2') };
      const encoded = encodePain(order, version, context);
      if (encoded.outcome === 'refused') return encoded;
      // What domain rules let through must also fit the schema, which is no part of the domain.
      const broken = checkPainFile(encoded.bytes, version, context).filter(({ severity }) => severity === 'reject');
      return broken.length === 0 ? encoded : { outcome: 'refused', findings: broken };
    },
    check: (bytes, on) => checkPainFile(bytes, version, { on, isBankDay: bankDaysOf('target2') }),
  };
}
