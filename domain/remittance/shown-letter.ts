/** A letter as reasons show it, with its number; the number alone where there is nothing to see. */
export function shownLetter(letter: string): string {
  const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter) ? `"${letter}" (${code})` : code;
}
