import type { Sentence } from '../said.ts';
import { shownLetter } from './shown-letter.ts';

/** Letters that a format takes. */
export interface Letters {
  /** Matches one of them. */
  readonly takes: RegExp;
  /** As reasons speak of them. */
  readonly name: Sentence;
}

/** The letters that every SEPA bank takes (EPC217-08). */
export const SEPA_LETTERS: Letters = {
  takes: /^[a-zA-Z0-9/\-?:().,'+ ]$/,
  name: { en: 'the letters of SEPA', ja: 'SEPAで使える文字' },
};
/** Printable ASCII, which is what NACHA files are written in. */
export const ASCII_LETTERS: Letters = { takes: /^[ -~]$/, name: { en: 'ASCII', ja: 'ASCII文字' } };

const SPELLED: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'AE',
  Ö: 'OE',
  Ü: 'UE',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'n',
  Ŋ: 'N',
  '&': '+',
  _: '-',
  '"': "'",
  '’': "'",
  '‘': "'",
  '“': "'",
  '”': "'",
  '`': "'",
  '´': "'",
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  ';': ',',
  '!': '.',
  '*': '.',
  '€': 'EUR',
  '\u00a0': ' ',
};

/** How a text is spelled, or why it cannot be. */
export type LatinText =
  | { readonly outcome: 'latin'; readonly text: string; readonly isChanged: boolean }
  | { readonly outcome: 'refused'; readonly reason: Sentence };

/**
 * A text in the letters that a format takes: é becomes e, ü becomes ue. Other scripts are refused, since a spelling in Latin letters
 * is a guess.
 */
export function latinText(given: string, letters: Letters): LatinText {
  const source = [...given.normalize('NFC').trim()];
  let text = '';
  for (const [at, letter] of source.entries()) {
    const latin = latinLetter(letter, letters);
    if (latin === null)
      return {
        outcome: 'refused',
        reason: {
          en: `${shownLetter(letter)} has no spelling in ${letters.name.en}`,
          ja: `${shownLetter(letter)}は${letters.name.ja}で表せません`,
        },
      };
    // Özil is Oezil, but ÖZIL is OEZIL.
    const isInitial = /\p{Lu}/u.test(letter) && /\p{Ll}/u.test(source[at + 1] ?? '');
    text += isInitial ? latin.slice(0, 1) + latin.slice(1).toLowerCase() : latin;
  }
  return { outcome: 'latin', text, isChanged: text !== given };
}

function latinLetter(letter: string, { takes }: Letters): string | null {
  if (takes.test(letter)) return letter;
  const spelled = SPELLED[letter];
  if (spelled !== undefined) return spelled;
  const base = letter.normalize('NFD').replace(/\p{Mn}/gu, '');
  return takes.test(base) ? base : null;
}

/** What a bank says of the letters of a text: nothing, that some banks refuse or change one, or that none takes it. */
export function lettersOf(text: string): { readonly severity: 'warn' | 'reject'; readonly reason: string } | null {
  let doubt: string | null = null;
  for (const letter of text) {
    if (SEPA_LETTERS.takes.test(letter)) continue;
    const isTakenSomewhere =
      /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(letter) || /^[!-~€§]$/.test(letter);
    if (!isTakenSomewhere) return { severity: 'reject', reason: `${shownLetter(letter)} is not allowed` };
    doubt ??= `${shownLetter(letter)} is not among the letters that every SEPA bank takes`;
  }
  return doubt === null ? null : { severity: 'warn', reason: doubt };
}
