import iconv from 'iconv-lite';
import { DomainError } from '../../../domain/errors.ts';
import type { AccountingFormat } from './accounting-csv.ts';

export const ENCODINGS = ['utf-8', 'shift_jis'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** What a program reads without being told: 弥生 takes Shift_JIS, the others UTF-8. */
export function encodingOf(format: AccountingFormat): Encoding {
  return format === 'yayoi' ? 'shift_jis' : 'utf-8';
}

/** Text as bytes. Letters that Shift_JIS, as Windows knows it, does not have are refused: no name is ever changed unseen. */
export function accountingBytes(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text);
  const bytes = iconv.encode(text, 'cp932');
  if (iconv.decode(bytes, 'cp932') === text) return bytes;
  const letters = [...new Set(text)].filter(
    (letter) => iconv.decode(iconv.encode(letter, 'cp932'), 'cp932') !== letter,
  );
  throw new DomainError(
    'journal.not-encodable',
    {
      en: `Shift_JIS has no letter for ${letters.join(' ')}`,
      ja: `Shift_JISでは表せない文字があります: ${letters.join(' ')}`,
    },
    {
      field: 'encoding',
    },
  );
}
