import { parseArgs } from 'node:util';
import type { PeriodId } from '../domain/ids.ts';
import { nearestName } from '../functions/contract/nearest-name.ts';

/** A subcommand of `bunpai`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What stands after the name: `DIR --period YYYY-MM`. */
  readonly usage: string;
  readonly help: string;
  readonly options: Readonly<Record<string, Option>>;
  /** How many arguments without a name it takes, at least and at most. */
  readonly positionals: { readonly min: number; readonly max: number };
  readonly run: (given: Given, streams: Streams) => Promise<number>;
}

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly isRequired: boolean;
  /** What a value looks like, for help and refusals. */
  readonly value: string;
  readonly help: string;
}

/** What was given to a command, checked against its options. */
export interface Given {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string;
  readonly flag: (name: string) => boolean;
}

export interface Streams {
  readonly out: { readonly write: (text: string) => unknown };
  readonly err: { readonly isTTY?: boolean; readonly write: (text: string) => unknown };
}

/** The command line is not understood: told with what is, and the command ends with 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Reads what was given to a command; `null` when it is help that is wanted. */
export function readArguments(command: Command, args: readonly string[]): Given | null {
  const options = {
    ...Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }])),
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (values['help'] === true) return null;
  const known = Object.keys(options);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) {
      throw new UsageError(`unknown option ${token.rawName}${suggestion(token.name, known, '--')}`);
    }
    const option = command.options[token.name];
    if (option?.type === 'string' && isNoValue(token)) {
      throw new UsageError(`--${token.name} needs a value: --${token.name} ${option.value}`);
    }
    if (option?.type === 'boolean' && token.value !== undefined) {
      throw new UsageError(`--${token.name} takes no value, got "${token.value}"`);
    }
    if (seen.has(token.name)) throw new UsageError(`--${token.name} is given twice`);
    seen.add(token.name);
  }
  for (const [name, { isRequired, value }] of Object.entries(command.options)) {
    if (isRequired && !seen.has(name)) throw new UsageError(`--${name} ${value} is missing`);
  }
  checkPositionals(command, positionals);
  return {
    positionals,
    text: (name) => String(values[name] ?? ''),
    flag: (name) => values[name] === true,
  };
}

/** `--period --out` forgot the month: what looks like an option is a value only after `=`. */
function isNoValue({ value = '', inlineValue }: { value?: string | undefined; inlineValue?: boolean | undefined }) {
  return value === '' || (inlineValue !== true && value.startsWith('--'));
}

function checkPositionals({ usage, positionals: { min, max } }: Command, given: readonly string[]): void {
  if (given.length < min) throw new UsageError(`something is missing; expected ${usage}`);
  if (given.length > max) throw new UsageError(`"${given[max]}" is too much; expected ${usage}`);
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** An option that is a month, `2026-10`, or a refusal that names it. */
export function monthOf(given: Given, name: string): PeriodId {
  const text = given.text(name);
  if (MONTH.test(text)) return text;
  throw new UsageError(`--${name} must be a month such as 2026-10, got "${text}"`);
}

/** ", did you mean --period?" for a slip of the fingers, else the known ones. */
export function suggestion(given: string, known: readonly string[], prefix: string): string {
  const nearest = nearestName(given, known);
  if (nearest !== null) return `; did you mean ${prefix}${nearest}?`;
  return `; known are ${known.map((name) => `${prefix}${name}`).join(', ')}`;
}

/** The help of one command. */
export function helpOf({ name, usage, help, options }: Command): string {
  const rows = Object.entries(options).map(([option, { type, value, help: text }]) => [
    type === 'string' ? `--${option} ${value}` : `--${option}`,
    text,
  ]);
  rows.push(['--help', 'show this']);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
  return `bunpai ${name} ${usage}\n\n${help}\n\n${lines.join('\n')}\n`;
}
