/** The bytes of a text whose letters are all below 256, one byte a letter. */
export function bytesOfLetters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** One letter per byte, so that columns are places of the string. */
export function lettersOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Whether letters, one per byte, begin with the mark of a Unicode text. */
export const hasUnicodeMark = (letters: string): boolean =>
  /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/.test(letters);
