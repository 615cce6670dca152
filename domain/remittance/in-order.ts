import type { Finding, Findings } from './finding.ts';

/** How what is said of a file is said of the order that it was written from. */
interface Order {
  /** The transfer, from 1, that a record of the file stands for; 0 when it is of the whole order. */
  readonly transferOf: (record: number, reason: string) => number;
  /** What the order calls the fields that the checker speaks of; others have the same name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Tells findings of a checker in the words of the order and of its transfers, each once: what is of the order may stand in the file more often. */
export function tellInOrder(file: readonly Finding[], { transferOf, fields }: Order, found: Findings): void {
  const seen = new Set<string>();
  for (const { record, reason, severity } of file) {
    const told = reason
      .replace(
        /^(?:PmtInf\[\d+\]\/)?([^:]+?)(?: \(\d+-\d+\))?(?=: )/,
        (_whole, field: string) => fields[field] ?? field,
      )
      .replace(/\brecord (\d+)/, (_whole, other: string) => `transfer ${transferOf(Number(other), reason)}`);
    const transfer = transferOf(record, reason);
    const said = `${transfer} ${told}`;
    if (seen.has(said)) continue;
    seen.add(said);
    found[severity](transfer, told);
  }
}
