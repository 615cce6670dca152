import type { Attribution } from '../../attribution/attribution.ts';
import type { PartnerId } from '../../ids.ts';
import type { Currency } from '../../money/currency.ts';
import { localTime } from '../../settlement/calendar.ts';
import { formatInstant } from '../../time.ts';
import type { UnearnedCase } from '../unearned.ts';
import { refusedFor, unearnedReasons } from '../unearned.ts';
import type { Language, Words } from './words.ts';
import { say, wordFor } from './words.ts';
import { wordsIn } from './words-in.ts';

/** A code with what it says to people. */
export interface Note {
  readonly code: string;
  readonly en: string;
  readonly ja: string;
}

/** A touchpoint that did not count, and why. */
export interface ExplainedRefusal {
  readonly type: string;
  readonly id: string;
  readonly partnerId: string;
  readonly at: string;
  readonly reason: Note;
}

/** Why nothing is earned in a program of this currency; none where something is. */
export function unearnedNotes(of: UnearnedCase, currency: Currency): readonly Note[] {
  const exchange = { from: of.conversion.currency, to: currency };
  return unearnedReasons(of).map((reason) => noteOf(reason, (words) => say(words.unearned[reason], exchange)));
}

/** The touchpoints that did not count; to a partner its own. */
export function explainedRefusals(
  attribution: Attribution | null,
  partnerId: PartnerId | null,
): readonly ExplainedRefusal[] {
  return refusedFor(attribution, partnerId).map(({ occurredAt, reason, ...touchpoint }) => ({
    ...touchpoint,
    at: formatInstant(occurredAt),
    reason: noteOf(reason, (words) => words.refusals[reason]),
  }));
}

/** Both as text, a line each; times in the program's zone. */
export function unearnedText({ reasons, refused, timezone }: UnearnedText, language: Language): readonly string[] {
  const words = wordsIn(language);
  const why = reasons.map((reason) => `- ${reason[language]}`);
  const refusals = refused.map(({ type, id, partnerId: partner, at, reason }) => {
    const shown = { type: wordFor(words.touchpointTypes, type), id, partner, at: localTime(Date.parse(at), timezone) };
    return say(words.refusedOf, { ...shown, reason: reason[language] });
  });
  return [...(why.length === 0 ? [] : [words.unearnedHeading]), ...why, ...refusals];
}

interface UnearnedText {
  readonly reasons: readonly Note[];
  readonly refused: readonly ExplainedRefusal[];
  readonly timezone: string;
}

function noteOf(code: string, textIn: (words: Words) => string): Note {
  return { code, en: textIn(wordsIn('en')), ja: textIn(wordsIn('ja')) };
}
