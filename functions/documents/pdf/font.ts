import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Font } from 'fontkit';
import { create } from 'fontkit';
import { DomainError } from '../../../domain/errors.ts';

/** Where the font lies in the project, and beside the functions that print in the cloud. */
export const FONT_FILE = 'functions/documents/fonts/NotoSansJP-Regular.ttf';

export interface PrintFont {
  readonly bytes: Buffer;
  /** From the top of a row to its baseline, as a part of the size. */
  readonly ascent: number;
  /** The text as it can be printed; refuses what the font has no glyph for, instead of printing a box. */
  readonly printable: (text: string, field: string) => string;
}

let loaded: PrintFont | undefined;

/** The one font of all documents, read once a process. */
export function printFont(): PrintFont {
  loaded ??= load();
  return loaded;
}

function load(): PrintFont {
  // A bundle in Lambda lies elsewhere than its source; there the files keep their places under the task's root.
  const root = process.env['LAMBDA_TASK_ROOT'] ?? fileURLToPath(new URL('../../../', import.meta.url));
  const bytes = readFileSync(join(root, FONT_FILE));
  const font = create(bytes) as Font;
  const known = new Set<string>();
  return {
    bytes,
    ascent: font.ascent / font.unitsPerEm,
    printable: (text, field) => {
      // Composed first: か and a separate voicing mark are one glyph in the font.
      const composed = text.normalize('NFC');
      for (const character of composed) {
        if (known.has(character)) continue;
        if (!isPrintable(font, character)) throw missing(character, field);
        known.add(character);
      }
      return composed;
    },
  };
}

/** Chooses a variant of the character before it; it has no glyph of its own. */
const VARIATION_SELECTOR = /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]$/u;

function isPrintable(font: Font, character: string): boolean {
  return VARIATION_SELECTOR.test(character) || font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}

function missing(character: string, field: string): DomainError {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = {
    en: `the font has no glyph for "${character}" (U+${code}) in ${field}; download JSON or CSV instead`,
    ja: `${field}の文字"${character}"（U+${code}）は印刷できません。JSONまたはCSVをダウンロードしてください。`,
  };
  return new DomainError('document.missing-glyph', message, { field });
}
