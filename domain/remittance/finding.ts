import type { Sentence } from '../said.ts';

/** What a bank would say of one record of a file, or of an order that is to become one. */
export interface Finding {
  /** The running number of the record in the file, or of the transfer in an order, from 1; 0 for the whole. */
  readonly record: number;
  readonly reason: string;
  /** The same in Japanese; absent of what is checked by a standard whose records and fields are named in English alone. */
  readonly ja?: string | undefined;
  /** A `reject` keeps the file from the bank; a `warn` is refused by some banks, or wants a person's eye. */
  readonly severity: 'reject' | 'warn';
}

/** What a bank would say of a whole file. */
export type Verdict = 'accept' | 'warn' | 'reject';

/** The verdict on a file is that of its worst finding. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'reject')) return 'reject';
  return findings.length > 0 ? 'warn' : 'accept';
}

/** A remittance file with what a checker should look at, or all the reasons why there is none. */
export type Encoded =
  | { readonly outcome: 'encoded'; readonly bytes: Uint8Array; readonly warnings: readonly Finding[] }
  | { readonly outcome: 'refused'; readonly findings: readonly Finding[] };

/** What a check needs to know of the world outside the file. */
export interface CheckContext {
  /** The day on which the file is judged, `YYYY-MM-DD`. */
  readonly on: string;
  /** Whether banks of the file's country work on a date, `YYYY-MM-DD`. */
  readonly isBankDay: (date: string) => boolean;
}

/** Collects findings in the order of the file. */
export interface Findings {
  readonly list: readonly Finding[];
  readonly reject: (record: number, reason: string | Sentence) => void;
  readonly warn: (record: number, reason: string | Sentence) => void;
}

/** An empty list to collect in. */
export function findings(): Findings {
  const list: Finding[] = [];
  return {
    list,
    reject: (record, reason) => list.push(findingOf(record, reason, 'reject')),
    warn: (record, reason) => list.push(findingOf(record, reason, 'warn')),
  };
}

function findingOf(record: number, reason: string | Sentence, severity: Finding['severity']): Finding {
  if (typeof reason === 'string') return { record, reason, severity };
  return { record, reason: reason.en, ja: reason.ja, severity };
}

/** The same sentence about a field that an order names. */
export const ofField = (field: string, reason: Sentence): Sentence => ({
  en: `${field}: ${reason.en}`,
  ja: `${field}: ${reason.ja}`,
});

/** The same findings for what is said of a part: `PmtInf[2]/DbtrAcct: …`. */
export function findingsOf(part: string, { list, reject, warn }: Findings): Findings {
  return {
    list,
    reject: (record, reason) => reject(record, within(part, reason)),
    warn: (record, reason) => warn(record, within(part, reason)),
  };
}

const within = (part: string, reason: string | Sentence): string | Sentence =>
  typeof reason === 'string' ? `${part}/${reason}` : { en: `${part}/${reason.en}`, ja: `${part}/${reason.ja}` };
