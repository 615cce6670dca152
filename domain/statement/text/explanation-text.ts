import { localTime } from '../../settlement/calendar.ts';
import type { Statement, StatementLine } from '../statement.ts';
import type { ExplainedReview, StatementConversion } from '../statement-conversion.ts';
import { lineText } from './line-text.ts';
import type { Language, Words } from './words.ts';
import { say, wordFor } from './words.ts';
import { wordsIn } from './words-in.ts';

/** What an explanation takes from the statement that its lines stand in. */
export type StatementSource = Pick<
  Statement,
  'attribution' | 'currency' | 'engine' | 'manifest' | 'partner' | 'period' | 'program'
>;

/** Of one statement, what concerns an explanation. */
export function sourceOf(statement: Statement): StatementSource {
  const { attribution, currency, engine, manifest, partner, period, program } = statement;
  return { attribution, currency, engine, manifest, partner, period, program };
}

/**
 * The explanation of a conversion's lines as text: every number that an amount is made of and how they are put together, so
 * that a reader with pencil and paper comes to the same. Ends with a line break.
 */
export function explanationText(
  source: StatementSource,
  conversion: StatementConversion,
  lines: readonly StatementLine[],
  language: Language,
): string {
  const words = wordsIn(language);
  const { currency, period } = source;
  const blocks = [
    headText(source, conversion, words),
    creditText(source, conversion, words),
    ...lines.map((line) => indented(lineText(line, { words, currency, period: period.id, conversion }))),
    sourceText(source, conversion, words),
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

const indented = ([heading = '', ...rest]: readonly string[]): readonly string[] => [
  heading,
  ...rest.map((line) => `  ${line}`),
];

function headText({ currency, partner, period, program }: StatementSource, of: StatementConversion, words: Words) {
  const { timezone: zone } = period;
  return [
    say(words.title, { kind: wordFor(words.kinds, of.kind), id: of.conversionId }),
    say(words.whose, { name: partner.name, partner: partner.id, program: program.name, period: period.id }),
    say(words.occurred, { at: timeIn(zone, of.occurredAt), until: timeIn(zone, of.heldUntil), zone }),
    ...reviewText(of.review, zone, words),
    say(words.amounts, { currency, rounding: wordFor(words.rounding, of.rounding) }),
  ];
}

function reviewText(review: ExplainedReview | undefined, zone: string, words: Words): readonly string[] {
  if (review === undefined) return [];
  const at = timeIn(zone, review.at);
  if (review.outcome === 'approved') return [say(words.approved, { at })];
  return [say(words.rejected, { at, reason: wordFor(words.rejections, review.reason ?? 'other') })];
}

function creditText({ attribution, period }: StatementSource, of: StatementConversion, words: Words) {
  const at = (time: string): string => timeIn(period.timezone, time);
  const touchpoints = of.touchpoints.map(({ at: time, id, own, type }) => {
    const shown = { type: wordFor(words.touchpointTypes, type), id: id ?? '', at: at(time) };
    return `${say(words.touchpoint, shown).replace('  ', ' ')}${own ? words.own : words.others}`;
  });
  const model = of.model === undefined ? '' : wordFor(words.models, of.model);
  const lines = [
    say(words.basis[of.basis], { model }),
    ...(of.basis === 'model' ? [say(words.modelOptions, { options: optionsText(attribution) })] : []),
    ...(of.snapshot === undefined ? [] : [say(words.snapshot, { snapshot: of.snapshot })]),
    ...(of.note === undefined ? [] : [wordFor(words.notes, of.note)]),
    ...touchpoints.map((line) => `- ${line}`),
    ...(of.refused ?? []).map(({ at: time, id, reason }) => {
      return say(words.refused, { id, at: at(time), reason: wordFor(words.refusals, reason) });
    }),
  ];
  const { credit, credits, place = 1 } = of;
  if (credit !== undefined && credits === undefined) lines.push(say(words.credit, { credit }));
  if (credit !== undefined && credits !== undefined) {
    lines.push(say(words.credits, { credit, place, credits: credits.join(', ') }));
  }
  return indented([words.creditHeading, ...lines]);
}

/** `lookbackDays 30, model.name linear`: settings by their names in the API. */
function optionsText(settings: Readonly<Record<string, unknown>>, prefix = ''): string {
  return Object.entries(settings)
    .map(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? optionsText(value as Readonly<Record<string, unknown>>, `${prefix}${name}.`)
        : `${prefix}${name} ${Array.isArray(value) ? value.join(' ') : String(value)}`,
    )
    .join(', ');
}

function sourceText({ engine, manifest }: StatementSource, of: StatementConversion, words: Words) {
  const lines = [say(words.made, { plan: of.plan, engine })];
  if (manifest !== undefined && of.factHash !== undefined) {
    lines.push(say(words.sources, { fact: of.factHash, manifest }));
  }
  return lines;
}

function timeIn(timezone: string, text: string): string {
  return localTime(Date.parse(text), timezone);
}
