import type { RecordWriter } from '../partitions/record-writer.ts';
import type { Block } from '../partitions/spill.ts';
import { textOf } from '../partitions/spill.ts';

/** A letter takes at most so many bytes in UTF-8. */
const LETTER_BYTES_MAX = 3;
const NUMBER_BYTES = 8;

/** Writes things of any length into records, one value after the other. */
export class RecordPacker {
  readonly #into: RecordWriter;

  constructor(into: RecordWriter) {
    this.#into = into;
  }

  /** Call it before the first value of a thing: things are not divided over blocks. */
  begin(): void {
    this.#into.begin(0, 0);
  }

  /** What waits to be written. */
  bytes(): number {
    return this.#into.count * NUMBER_BYTES + this.#into.used;
  }

  number(value: number): void {
    this.#into.goOn(1, 0);
    this.#into.number(value);
  }

  /** A text with its length before it, where 0 is no text and 1 an empty one. */
  text(value: string | null): void {
    this.#into.goOn(1, (value?.length ?? 0) * LETTER_BYTES_MAX);
    this.#into.number(value === null ? 0 : value.length + 1);
    if (value !== null) this.#into.string(value);
  }

  /** An amount as a number that holds it exactly, else as its digits. */
  minor(minor: bigint): void {
    const value = Number(minor);
    const isExact = Number.isSafeInteger(value);
    this.number(isExact ? value : Number.NaN);
    if (!isExact) this.text(minor.toString());
  }

  list<T>(items: readonly T[], write: (item: T) => void): void {
    this.number(items.length);
    for (const item of items) write(item);
  }
}

/** Reads the values of a block in the order in which `RecordPacker` wrote them. */
export class RecordReader {
  readonly #numbers: Float64Array;
  readonly #text: string;
  #at = 0;
  #end = 0;

  constructor(block: Block) {
    this.#numbers = block.numbers;
    this.#text = textOf(block);
  }

  isAtEnd(): boolean {
    return this.#at === this.#numbers.length;
  }

  number(): number {
    const value = this.#numbers[this.#at] as number;
    this.#at += 1;
    return value;
  }

  text(): string | null {
    const length = this.number() - 1;
    if (length < 0) return null;
    const start = this.#end;
    this.#end = start + length;
    return this.#text.slice(start, this.#end);
  }

  minor(): bigint {
    const value = this.number();
    if (value === 0) return 0n;
    return BigInt(Number.isNaN(value) ? (this.text() ?? '') : value);
  }

  list<T>(read: () => T): T[] {
    // As long as it will be: a list that grows from nothing takes room for seventeen, and most have one or two.
    const items = new Array<T>(this.number());
    for (let item = 0; item < items.length; item += 1) items[item] = read();
    return items;
  }
}
