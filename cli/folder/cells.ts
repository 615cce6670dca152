import type { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { parseAmount } from '../../domain/money/amount.ts';
import { currencyDigits } from '../../domain/money/currency.ts';
import type { Instant } from '../../domain/time.ts';
import {
  countrySchema,
  currencySchema,
  externalIdSchema,
  nameIdSchema,
  textSchema,
} from '../../functions/contract/schemas/common.ts';
import { whyNoInstant } from '../../functions/contract/schemas/instant.ts';
import { shown } from '../../functions/contract/shown.ts';
import { sentenceOf } from '../../functions/contract/told.ts';
import { QUANTITY_MAX } from '../../functions/limits.ts';
import { instantReader } from './instant-cell.ts';
import type { Problems } from './problems.ts';
import type { Row } from './read-table.ts';

/**
 * Reads the cells of a row as what they mean. A bad cell is reported and read as an empty value; its row must then not be used:
 * ask `isSound` when all cells of a row are read.
 */
export interface Cells<C extends string> {
  readonly begin: (row: Row<C>) => void;
  readonly isSound: () => boolean;
  /** Refuses the current row for a reason that no single cell shows. */
  readonly refuse: (column: C, reason: string) => void;
  readonly id: (column: C) => string;
  readonly idOrNull: (column: C) => string | null;
  readonly name: (column: C) => string;
  readonly nameOrNull: (column: C) => string | null;
  readonly text: (column: C) => string;
  readonly textOrNull: (column: C) => string | null;
  /** A text for people on one line: line breaks that a spreadsheet has inside its cell are spaces. */
  readonly oneLine: (column: C) => string;
  readonly countryOrNull: (column: C) => string | null;
  readonly currency: (column: C) => string;
  readonly instant: (column: C) => Instant;
  readonly instantOrNull: (column: C) => Instant | null;
  readonly oneOf: <const T extends string>(column: C, choices: readonly T[]) => T;
  readonly flag: (column: C) => boolean;
  readonly quantity: (column: C) => number;
  readonly quantityOrNull: (column: C) => number | null;
  /** Never negative, with no more decimals than its currency has. */
  readonly amount: (column: C, currency: string) => bigint;
  /** The same, of either sign. */
  readonly signedAmount: (column: C, currency: string) => bigint;
}

/** A fact may not be dated later than `latest`; null: any time will do. */
export function cellsReader<C extends string>(problems: Problems, latest: Instant | null): Cells<C> {
  let row: Row<C> | null = null;
  let isSound = true;
  const instants = instantReader();
  const ids = checker(externalIdSchema, /^[!-~]{1,128}$/);
  const names = checker(nameIdSchema, /^[A-Za-z0-9_][A-Za-z0-9._:@~+-]{0,127}$/);
  const texts = checker(textSchema, /^[ -~]{1,200}$/);
  const countries = checker(countrySchema, /^[A-Z]{2}$/);
  const currencies = checker(currencySchema, null);

  const cell = (column: C): string => row?.cell(column) ?? '';
  const refuse = (column: C, reason: string): void => {
    isSound = false;
    if (row !== null) problems.add({ file: row.file, line: row.line, field: column, reason });
  };
  const checked =
    (check: Check, read = cell) =>
    (column: C): string => {
      const text = read(column);
      const reason = check(text);
      if (reason !== null) refuse(column, reason);
      return text;
    };
  const orNull =
    <T>(read: (column: C) => T) =>
    (column: C): T | null =>
      cell(column) === '' ? null : read(column);

  const instant = (column: C): Instant => {
    const text = cell(column);
    const at = instants(text);
    if (at === null) {
      refuse(column, whyNoInstant(text).en);
      return 0;
    }
    if (latest !== null && at > latest) refuse(column, `must not be in the far future, got ${shown(text)}`);
    return at;
  };
  const quantity = (column: C): number => {
    const text = cell(column);
    const number = /^[0-9]{1,10}$/.test(text) ? Number(text) : 0;
    if (number >= 1 && number <= QUANTITY_MAX) return number;
    refuse(column, `must be a whole number from 1 to ${QUANTITY_MAX}, got ${shown(text)}`);
    return 1;
  };

  return {
    begin: (next) => {
      row = next;
      isSound = true;
    },
    isSound: () => isSound,
    refuse,
    id: checked(ids),
    idOrNull: orNull(checked(ids)),
    name: checked(names),
    nameOrNull: orNull(checked(names)),
    text: checked(texts),
    textOrNull: orNull(checked(texts)),
    oneLine: checked(texts, (column) => cell(column).replaceAll(/[\r\n]+/g, ' ')),
    countryOrNull: orNull(checked(countries)),
    currency: checked(currencies),
    instant,
    instantOrNull: orNull(instant),
    oneOf: (column, choices) => {
      const text = cell(column);
      const found = choices.find((choice) => choice === text);
      if (found !== undefined) return found;
      refuse(column, `must be one of ${choices.join(', ')}, got ${shown(text)}`);
      return choices[0] as (typeof choices)[number];
    },
    flag: (column) => {
      const text = cell(column).toLowerCase();
      if (text === 'true' || text === '1') return true;
      if (text !== '' && text !== 'false' && text !== '0')
        refuse(column, `must be true, false or empty, got ${shown(cell(column))}`);
      return false;
    },
    quantity,
    quantityOrNull: orNull(quantity),
    amount: (column, currency) => {
      const found = readAmount(cell(column), currency);
      if (typeof found === 'bigint') return found;
      refuse(column, found);
      return 0n;
    },
    signedAmount: (column, currency) => {
      const found = anyAmount(cell(column), currency);
      if (typeof found === 'bigint') return found;
      refuse(column, found);
      return 0n;
    },
  };
}

/** Why a text is refused, or null. */
type Check = (text: string) => string | null;

/** Asks the API's own schema, so that a folder and a request mean the same; texts that surely pass need not wait for it. */
function checker(schema: z.ZodType<string>, sure: RegExp | null): Check {
  const passed = new Set<string>();
  let last: string | null = null;
  return (text) => {
    if (text === last) return null;
    if (sure?.test(text) === true && text.charCodeAt(0) !== SPACE && text.charCodeAt(text.length - 1) !== SPACE) {
      last = text;
      return null;
    }
    if (passed.has(text)) return null;
    const result = schema.safeParse(text);
    if (!result.success) {
      const issue = result.error.issues[0]?.message ?? 'is not valid';
      const message = sentenceOf(issue)?.en ?? issue;
      return message.includes(', got ') ? message : `${message}, got ${shown(text)}`;
    }
    if (passed.size >= REMEMBERED_MAX) passed.clear();
    passed.add(text);
    return null;
  };
}

const SPACE = 32;
const REMEMBERED_MAX = 50_000;

const PLAIN_LENGTH_MAX = 15;
const DOT = 46;
const ZERO = 48;

/**
 * Minor units of an amount that is written plainly, digits with at most one point and no more decimals than the currency has;
 * null for any other text, which `parseAmount` then accepts or refuses. Up to fifteen digits a number is exact.
 */
export function plainAmount(text: string, digits: number): bigint | null {
  const { length } = text;
  if (length === 0 || length > PLAIN_LENGTH_MAX) return null;
  let value = 0;
  let point = -1;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at) - ZERO;
    if (code >= 0 && code <= 9) value = value * 10 + code;
    else if (code === DOT - ZERO && point < 0 && at > 0) point = at;
    else return null;
  }
  const decimals = point < 0 ? 0 : length - point - 1;
  if (point === length - 1 || decimals > digits || length + digits - decimals > PLAIN_LENGTH_MAX) return null;
  return value === 0 ? 0n : BigInt(value * 10 ** (digits - decimals));
}

function readAmount(text: string, currency: string): bigint | string {
  const plain = plainAmount(text, currencyDigits(currency));
  if (plain !== null) return plain;
  const minor = anyAmount(text, currency);
  const isNegative = typeof minor === 'bigint' && (minor < 0n || text.startsWith('-'));
  return isNegative ? `must not be negative, got ${shown(text)}` : minor;
}

function anyAmount(text: string, currency: string): bigint | string {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
