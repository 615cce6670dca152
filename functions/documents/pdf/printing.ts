import type { IssuedStatement } from '../../../domain/statement/document.ts';
import type { DocumentWords } from '../../../domain/statement/text/document-words.ts';
import type { Language } from '../../../domain/statement/text/words.ts';
import type { Sheet } from './sheet.ts';

/** What all parts of a printed statement share. */
export interface Printing {
  readonly sheet: Sheet;
  readonly statement: IssuedStatement;
  readonly words: DocumentWords;
  readonly language: Language;
  /** Where the API answers, such as `https://api.example.com`; null: explanations are named but not linked. */
  readonly address: string | null;
}
