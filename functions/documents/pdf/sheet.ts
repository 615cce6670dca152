import PDFDocument from 'pdfkit';
import type { PrintFont } from './font.ts';

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89 } as const;
export const LEFT = 42;
export const RIGHT = PAGE.width - LEFT;
const TOP = 46;
const BOTTOM = PAGE.height - 56;

export const INK = '#1f2933';
export const FAINT = '#66727f';
export const ACCENT = '#0f5c5c';
export const LINE = '#d3d9df';
export const TINT = '#f1f6f6';
export const WARNING = '#9a3412';

/** What is printed where: sizes in points. */
export interface Print {
  readonly field: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** A longer text loses its middle. */
  readonly width?: number;
  readonly isBold?: boolean;
  /** An address that a click opens. */
  readonly link?: string | undefined;
}

/** Pages that are filled from the top down. */
export class Sheet {
  readonly #font: PrintFont;
  readonly #document: PDFKit.PDFDocument;
  readonly #widths = new Map<string, number>();
  #y = TOP;
  #pages = 0;

  constructor(font: PrintFont, settings: { title: string; author: string; issuedAt: Date; language: string }) {
    const { title, author, issuedAt, language } = settings;
    this.#font = font;
    // Equal documents have equal bytes: the dates are those of the issue, and the id is made from them.
    const info = { Title: title, Author: author, Creator: 'bunpai', Producer: 'bunpai', CreationDate: issuedAt };
    this.#document = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      pdfVersion: '1.7',
      lang: language,
      displayTitle: true,
      info: { ...info, ModDate: issuedAt },
      // The default would read another font from a file that no bundle has.
      font: font.bytes as unknown as string,
    });
    this.newPage();
  }

  get y(): number {
    return this.#y;
  }

  down(points: number): void {
    this.#y += points;
  }

  /** Whether so much still fits on the page. */
  fits(height: number): boolean {
    return this.#y + height <= BOTTOM;
  }

  newPage(): void {
    this.#document.addPage();
    this.#pages += 1;
    this.#y = TOP;
  }

  print(text: string, at: Print): void {
    const { x, y, size = 8, color = INK, align = 'left', width, isBold = false, link } = at;
    const whole = this.#font.printable(text, at.field);
    const shown = width === undefined ? whole : this.#fitted(whole, size, width);
    if (shown === '') return;
    const wide = this.#width(shown, size);
    const start = align === 'left' ? x : align === 'right' ? x - wide : x - wide / 2;
    const document = this.#document.fontSize(size).fillColor(color);
    // One weight is all that is carried: a hair-line around the letters makes the bold one, for large letters and figures.
    if (isBold) document.lineWidth(size / 34).strokeColor(color);
    document.text(shown, start, y, { lineBreak: false, ...(isBold ? { fill: true, stroke: true } : {}) });
    if (link !== undefined) document.link(start, y, wide, size * 1.4, link);
  }

  /** What a part of the page is called. */
  heading(text: string, x: number, y: number): void {
    // Bold kanji of this size run together on a screen.
    this.print(text, { field: 'label', x, y: y - 1, size: 10, color: ACCENT });
  }

  /** A figure that ends at `x`. None of it is ever left out: where it is wider than its column it is printed smaller. */
  figure(text: string, at: Omit<Print, 'align'> & { readonly width: number; readonly size: number }): void {
    const { width, ...place } = at;
    const wide = this.#width(this.#font.printable(text, at.field), at.size);
    const size = wide <= width ? at.size : (at.size * width) / wide;
    this.print(text, { ...place, y: at.y + (at.size - size) * this.#font.ascent, size, align: 'right' });
  }

  /** Text over several lines; answers how high it stands. */
  paragraph(text: string, at: Omit<Print, 'align'> & { readonly width: number }): number {
    const { x, y, width, size = 8, color = INK } = at;
    const rows = this.wrapped(text, { field: at.field, size, width });
    for (const [index, row] of rows.entries()) {
      this.print(row, { field: at.field, x, y: y + index * size * 1.5, size, color });
    }
    return rows.length * size * 1.5;
  }

  /** Broken between words, anywhere between Japanese letters except before closing marks, and where a word is longer than a row. */
  wrapped(
    text: string,
    { field, size, width }: { readonly field: string; readonly size: number; readonly width: number },
  ): readonly string[] {
    const rows: string[] = [];
    let row = '';
    for (const piece of this.#font.printable(text, field).match(PIECE) ?? []) {
      if (row !== '' && this.#width(row + piece.trimEnd(), size) > width) {
        rows.push(row.trimEnd());
        row = '';
      }
      if (row !== '') {
        row += piece;
        continue;
      }
      row = piece.trimStart();
      while (this.#width(row.trimEnd(), size) > width) {
        const head = this.#head(row, size, width);
        rows.push(head);
        row = row.slice(head.length);
      }
    }
    return row === '' ? rows : [...rows, row.trimEnd()];
  }

  /** As many letters as stand in a row, one at least. */
  #head(word: string, size: number, width: number): string {
    let head = '';
    for (const letter of word) {
      if (head !== '' && this.#width(head + letter, size) > width) break;
      head += letter;
    }
    return head;
  }

  rule(y: number, color = LINE, weight = 0.6): void {
    this.#document.lineWidth(weight).strokeColor(color).moveTo(LEFT, y).lineTo(RIGHT, y).stroke();
  }

  box(
    place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    fill: string,
  ) {
    this.#document.roundedRect(place.x, place.y, place.width, place.height, 3).fill(fill);
  }

  /** Ends the document: `footer` is printed on every page, with its number and how many there are. */
  async finish(footer: (page: number, pages: number) => void): Promise<Uint8Array> {
    const document = this.#document;
    const chunks: Buffer[] = [];
    const whole = new Promise<Uint8Array>((resolve, reject) => {
      document.on('data', (chunk: Buffer) => chunks.push(chunk));
      document.on('end', () => resolve(Buffer.concat(chunks)));
      document.on('error', reject);
    });
    for (let page = 0; page < this.#pages; page += 1) {
      document.switchToPage(page);
      footer(page + 1, this.#pages);
    }
    document.end();
    return await whole;
  }

  #fitted(text: string, size: number, width: number): string {
    if (this.#width(text, size) <= width) return text;
    const letters = [...text];
    for (let kept = letters.length - 1; kept > 1; kept -= 1) {
      const head = Math.ceil(kept * 0.6);
      const short = `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (kept - head)).join('')}`;
      if (this.#width(short, size) <= width) return short;
    }
    return '…';
  }

  /** Amounts, rules and states come again and again. */
  #width(text: string, size: number): number {
    const name = `${size} ${text}`;
    const known = this.#widths.get(name);
    if (known !== undefined) return known;
    const width = this.#document.fontSize(size).widthOfString(text);
    if (this.#widths.size >= WIDTHS_MAX) this.#widths.clear();
    this.#widths.set(name, width);
    return width;
  }
}

const WIDTHS_MAX = 5_000;
/** A word with the space after it, or one Japanese letter with the marks that may not begin a row. */
const PIECE =
  /[\u0021-\u02FF\u2010-\u203F]+\s*|[^\u0021-\u02FF\u2010-\u203F][、。，．・：；！？）」』】ー々ゃゅょっャュョッ％]*/gu;
