import type { StatementConversion } from '../statement-conversion.ts';
import type { Words } from './words.ts';

/** What all lines of an explanation share. */
export interface LineContext {
  readonly words: Words;
  readonly currency: string;
  readonly period: string;
  readonly conversion: StatementConversion;
}
