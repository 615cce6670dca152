import type { Language, Words } from './words.ts';
import { english } from './words-en.ts';
import { japanese } from './words-ja.ts';

/** The phrases of a language. */
export const wordsIn = (language: Language): Words => (language === 'ja' ? japanese : english);
