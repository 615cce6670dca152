import { hasUnicodeMark } from './byte-letters.ts';
import type { Findings } from './finding.ts';

export const ZENGIN_RECORD_BYTES = 120;

/** Records as letters, one per byte, without what separates them. */
export type ZenginRecords = readonly string[];

/**
 * The records of a file with CR LF, LF or nothing between them, with or without the last separator and a closing 0x1A. `null`
 * when it is no such file, which is told.
 */
export function splitZengin(letters: string, found: Findings): ZenginRecords | null {
  const text = letters.endsWith('\u001a') ? letters.slice(0, -1) : letters;
  const whole = wholeProblem(text);
  if (whole !== null) {
    found.reject(0, whole);
    return null;
  }
  if (!/[\r\n]/.test(text)) return text.match(/[\s\S]{1,120}/g) ?? [];
  const ends = new Set(text.match(/\r\n|\n|\r/g));
  if (ends.has('\r')) found.reject(0, 'a carriage return without a line feed');
  else if (ends.size > 1) found.reject(0, 'some records end with CR LF and some with LF');
  const records = text.split(/\r\n|\n|\r/);
  if (records.at(-1) === '') records.pop();
  return records;
}

function wholeProblem(text: string): string | null {
  if (text === '') return 'the file is empty';
  if (hasUnicodeMark(text)) return 'the file begins with a byte order mark: it is Unicode, not JIS';
  if (text.startsWith('\u00f1')) return 'the file is EBCDIC; write it in JIS';
  return null;
}
