import type { Spill } from './spill.ts';

const NUMBERS = 8192;
const TEXT_BYTES = 1 << 16;
/** A short text is sooner copied letter by letter. */
const SHORT = 40;
const ASCII_MAX = 127;

/** Gathers records of one kind and part and hands them on in blocks; a record is never cut in two. */
export class RecordWriter {
  readonly #spill: Pick<Spill, 'append'>;
  readonly #kind: string;
  readonly #part: number;
  numbers = new Float64Array(64);
  text = Buffer.alloc(0);
  /** How much of each is taken. */
  count = 0;
  used = 0;
  isAscii = true;

  constructor(spill: Pick<Spill, 'append'>, kind: string, part: number) {
    this.#spill = spill;
    this.#kind = kind;
    this.#part = part;
  }

  /** Makes room for a record; call it before its first number. */
  begin(numbers: number, textBytes: number): void {
    if (this.count + numbers > NUMBERS || this.used + textBytes > TEXT_BYTES) this.flush();
    this.#grow(this.count + numbers, this.used + textBytes);
  }

  /** Makes more room for a record that is begun. */
  goOn(numbers: number, textBytes: number): void {
    this.#grow(this.count + numbers, this.used + textBytes);
  }

  number(value: number): void {
    this.numbers[this.count] = value;
    this.count += 1;
  }

  bytes(from: Uint8Array, start: number, end: number): void {
    const { text } = this;
    let { used } = this;
    for (let at = start; at < end; at += 1) {
      text[used] = from[at] as number;
      used += 1;
    }
    this.used = used;
  }

  string(value: string): void {
    const { text, used } = this;
    if (value.length > SHORT) {
      this.#long(value);
      return;
    }
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code > ASCII_MAX) {
        this.#long(value);
        return;
      }
      text[used + at] = code;
    }
    this.used = used + value.length;
  }

  #long(value: string): void {
    const before = this.used;
    this.used += this.text.write(value, before);
    if (this.used - before !== value.length) this.isAscii = false;
  }

  flush(): void {
    if (this.count === 0) return;
    const { numbers, text, isAscii } = this;
    this.#spill.append(this.#kind, this.#part, {
      numbers: numbers.subarray(0, this.count),
      text: text.subarray(0, this.used),
      isAscii,
    });
    this.count = 0;
    this.used = 0;
    this.isAscii = true;
  }

  /** Small inputs take little; large ones soon have all they need. */
  #grow(numbers: number, textBytes: number): void {
    if (numbers > this.numbers.length) {
      const grown = new Float64Array(Math.max(numbers, this.numbers.length * 2));
      grown.set(this.numbers.subarray(0, this.count));
      this.numbers = grown;
    }
    if (textBytes > this.text.length) {
      const grown = Buffer.alloc(Math.max(textBytes, this.text.length * 2));
      this.text.copy(grown, 0, 0, this.used);
      this.text = grown;
    }
  }
}

/** A writer for each part of a kind. */
export function recordWriters(spill: Spill, kind: string, parts: number): readonly RecordWriter[] {
  return Array.from({ length: parts }, (_, part) => new RecordWriter(spill, kind, part));
}
