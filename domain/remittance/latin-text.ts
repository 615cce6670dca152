/** The letters that every SEPA bank takes (EPC217-08). */
const ALLOWED = /^[a-zA-Z0-9/\-?:().,'+ ]$/;
const SPELLED: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
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

export type LatinText =
  | { readonly outcome: 'latin'; readonly text: string; readonly isChanged: boolean }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * A text in the letters that every SEPA bank takes: é becomes e, ü becomes ue. Other scripts are refused, since a spelling in Latin
 * letters is a guess.
 */
export function latinText(given: string): LatinText {
  const source = given.normalize('NFC').trim();
  let text = '';
  for (const letter of source) {
    const latin = latinLetter(letter);
    if (latin === null)
      return { outcome: 'refused', reason: `${shown(letter)} has no spelling in the letters of SEPA` };
    text += latin;
  }
  return { outcome: 'latin', text, isChanged: text !== given };
}

function latinLetter(letter: string): string | null {
  if (ALLOWED.test(letter)) return letter;
  const spelled = SPELLED[letter];
  if (spelled !== undefined) return spelled;
  const base = letter.normalize('NFD').replace(/\p{Mn}/gu, '');
  return ALLOWED.test(base) ? base : null;
}

/** What a bank says of the letters of a text: nothing, that some banks refuse or change one, or that none takes it. */
export function lettersOf(text: string): { readonly severity: 'warn' | 'reject'; readonly reason: string } | null {
  let doubt: string | null = null;
  for (const letter of text) {
    if (ALLOWED.test(letter)) continue;
    const isTakenSomewhere =
      /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(letter) || /^[!-~€§]$/.test(letter);
    if (!isTakenSomewhere) return { severity: 'reject', reason: `${shown(letter)} is not allowed` };
    doubt ??= `${shown(letter)} is not among the letters that every SEPA bank takes`;
  }
  return doubt === null ? null : { severity: 'warn', reason: doubt };
}

function shown(letter: string): string {
  const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter) ? `"${letter}" (${code})` : code;
}
