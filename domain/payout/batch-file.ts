import type { Finding } from '../remittance/finding.ts';
import type { RemittanceFormat } from './sending-terms.ts';

/**
 * The remittance file of a batch as its approver sees it, or every reason why there is none. The records of findings are
 * transfers in the order of the batch, from 1; 0 is the payer or the file as a whole.
 */
export type BatchFile =
  | {
      readonly outcome: 'encoded';
      readonly format: RemittanceFormat;
      readonly fileName: string;
      /** Of its bytes, lower-case hex: what was approved is what is handed over. */
      readonly sha256: string;
      readonly bytes: number;
      /** What a person should look at. */
      readonly findings: readonly Finding[];
    }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/** What stands in quotes of a finding is what somebody gave: a name, or a number of an account. */
const QUOTED = /"([^"])[^"]+"/gu;

/** What a bank would say of payees, as it is kept: they are sealed, and shown by a first letter wherever they are shown. */
export function withoutNames(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    const { record, reason, ja } = finding;
    if (record === 0) return finding;
    return { ...finding, reason: masked(reason), ...(ja === undefined ? {} : { ja: masked(ja) }) };
  });
}

const masked = (text: string): string => text.replaceAll(QUOTED, '"$1***"');

const EXTENSIONS = { zengin: 'txt', nacha: 'ach', 'pain.001.001.03': 'xml', 'pain.001.001.09': 'xml' } as const;

/** `2026-10-zengin-1.txt` */
export function fileNameOf(batchId: string, format: RemittanceFormat): string {
  return `${batchId}.${EXTENSIONS[format]}`;
}

/**
 * What a transfer is known by on its way through banks, and the same in every format: the number of its batch and its place in
 * it, `12345678/7`. Short enough for the 15 letters of NACHA, and digits for the customer codes of 全銀.
 */
export function referenceOf({ number }: { readonly number: string }, index: number): string {
  return `${number}/${index + 1}`;
}
