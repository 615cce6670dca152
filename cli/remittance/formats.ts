import { checkNacha } from '../../domain/remittance/check-nacha.ts';
import { checkZengin } from '../../domain/remittance/check-zengin.ts';
import { encodeNacha } from '../../domain/remittance/encode-nacha.ts';
import { encodePain } from '../../domain/remittance/encode-pain.ts';
import { encodeZengin } from '../../domain/remittance/encode-zengin.ts';
import type { Encoded, Finding } from '../../domain/remittance/finding.ts';
import type { PainOrder, PainVersion } from '../../domain/remittance/pain-order.ts';
import { checkPainFile } from '../../functions/remittance/xml-document.ts';
import { bankDaysOf } from '../../functions/runtime/bank-days.ts';
import { readNachaOrder } from './read-nacha-order.ts';
import { readPainOrder } from './read-pain-order.ts';
import { readZenginOrder } from './read-zengin-order.ts';

/** A format of files for banks. */
export interface Format {
  /** Writes the order of a JSON file; judged on a day, or on the day of payment. */
  readonly encode: (file: string, content: string, on: string | null) => Encoded;
  readonly check: (bytes: Uint8Array, on: string) => readonly Finding[];
}

/** The formats by the names that the command line knows. */
export const FORMATS: Readonly<Record<string, Format>> = {
  zengin: {
    encode: (file, content, on) => {
      const order = readZenginOrder(file, content);
      return encodeZengin(order, { on: on ?? order.valueDate, isBankDay: bankDaysOf('jp') });
    },
    check: (bytes, on) => checkZengin(bytes, { on, isBankDay: bankDaysOf('jp') }),
  },
  'pain.001.001.03': pain('pain.001.001.03'),
  'pain.001.001.09': pain('pain.001.001.09'),
  nacha: {
    encode: (file, content, on) => {
      const order = readNachaOrder(file, content);
      return encodeNacha(order, { on: on ?? order.effectiveDate, isBankDay: bankDaysOf('us-fed') });
    },
    check: (bytes, on) => checkNacha(bytes, { on, isBankDay: bankDaysOf('us-fed') }),
  },
};

function pain(version: PainVersion): Format {
  return {
    encode: (file, content, on) => {
      const order = readPainOrder(file, content);
      const context = { on: on ?? firstDay(order), isBankDay: bankDaysOf('target2') };
      const encoded = encodePain(order, version, context);
      if (encoded.outcome === 'refused') return encoded;
      // What domain rules let through must also fit the schema, which is no part of the domain.
      const broken = checkPainFile(encoded.bytes, version, context).filter(({ severity }) => severity === 'reject');
      return broken.length === 0 ? encoded : { outcome: 'refused', findings: broken };
    },
    check: (bytes, on) => checkPainFile(bytes, version, { on, isBankDay: bankDaysOf('target2') }),
  };
}

const firstDay = ({ transfers }: PainOrder): string =>
  transfers.map(({ executionDate }) => executionDate).reduce((a, b) => (b < a ? b : a), '9999-12-31');
