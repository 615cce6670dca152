import type { Instant } from '../../domain/time.ts';
import { DAY_MS } from '../../domain/time.ts';

const ZERO = 48;
const NINE = 57;
const ID_LENGTH_MAX = 128;
const TEXT_LENGTH_MAX = 200;

/** Whether some bytes are surely an id of `externalIdSchema`: visible ASCII. False only says that they need a closer look. */
export function isPlainId(bytes: Uint8Array, start: number, end: number): boolean {
  return end > start && end - start <= ID_LENGTH_MAX && isWithin(bytes, start, end, 33);
}

/** Whether some bytes are surely a text of `textSchema`: printable ASCII. */
export function isPlainText(bytes: Uint8Array, start: number, end: number): boolean {
  return end > start && end - start <= TEXT_LENGTH_MAX && isWithin(bytes, start, end, 32);
}

function isWithin(bytes: Uint8Array, start: number, end: number, least: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte < least || byte > 126) return false;
  }
  return true;
}

/** 1: may stand anywhere in a name of `nameIdSchema`; 2: also first. */
const NAME_BYTES = new Uint8Array(256);
for (const byte of Buffer.from('._:@~+-')) NAME_BYTES[byte] = 1;
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_')) NAME_BYTES[byte] = 2;

/** Whether some bytes are surely a name of `nameIdSchema`. */
export function isPlainName(bytes: Uint8Array, start: number, end: number): boolean {
  if (end <= start || end - start > ID_LENGTH_MAX || NAME_BYTES[bytes[start] as number] !== 2) return false;
  for (let at = start + 1; at < end; at += 1) if (NAME_BYTES[bytes[at] as number] === 0) return false;
  return true;
}

/** A whole number of up to nine digits, else −1. */
export function plainWhole(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 9) return -1;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + byte - ZERO;
  }
  return value;
}

const PLAIN_LENGTH_MAX = 15;
const DOT = 46;
const POWERS = [1, 10, 100, 1000, 10_000];

/** Minor units of an amount as `plainAmount` reads it, else −1; up to fifteen digits a number is exact. */
export function plainMinor(bytes: Uint8Array, start: number, end: number, digits: number): number {
  if (end <= start || end - start > PLAIN_LENGTH_MAX) return -1;
  let value = 0;
  let point = -1;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) value = value * 10 + byte - ZERO;
    else if (byte === DOT && point < 0 && at > start) point = at;
    else return -1;
  }
  const decimals = point < 0 ? 0 : end - point - 1;
  if (point === end - 1 || decimals > digits || end - start + digits - decimals > PLAIN_LENGTH_MAX) return -1;
  return value * (POWERS[digits - decimals] ?? 1);
}

const UTC_LENGTH = 20;
const OFFSET_LENGTH = 25;
const T = 84;
const Z = 90;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;

/** A time written `2026-10-01T09:30:00Z` or with `+09:00`, as `parseInstant` reads it; −1 for any other way to write one. */
export function plainInstant(bytes: Uint8Array, start: number, end: number): Instant {
  const length = end - start;
  if (length !== UTC_LENGTH && length !== OFFSET_LENGTH) return -1;
  const clock = timeOfDay(bytes, start + 11);
  const day = dayNumber(bytes, start);
  if (clock < 0 || day === NO_DAY || bytes[start + 10] !== T) return -1;
  if (length === UTC_LENGTH) return bytes[start + 19] === Z ? Math.max(-1, day * DAY_MS + clock) : -1;
  const sign = bytes[start + 19];
  const hours = twoDigits(bytes, start + 20);
  const minutes = twoDigits(bytes, start + 23);
  if ((sign !== PLUS && sign !== MINUS) || bytes[start + 22] !== COLON) return -1;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return -1;
  const offset = (hours * 60 + minutes) * 60_000;
  return Math.max(-1, day * DAY_MS + clock - (sign === MINUS ? -offset : offset));
}

function timeOfDay(bytes: Uint8Array, at: number): number {
  const hours = twoDigits(bytes, at);
  const minutes = twoDigits(bytes, at + 3);
  const seconds = twoDigits(bytes, at + 6);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return -1;
  if (bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return -1;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const NO_DAY = Number.MIN_SAFE_INTEGER;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01 in the Gregorian calendar. */
function dayNumber(bytes: Uint8Array, at: number): number {
  const century = twoDigits(bytes, at);
  const inCentury = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS || century < 1 || inCentury < 0) return NO_DAY;
  const year = century * 100 + inCentury;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = (MONTH_DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  if (month < 1 || day < 1 || day > last) return NO_DAY;
  // Years begin in March here, so that the leap day is their last.
  const shifted = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  return (
    shifted * 365 +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    dayOfYear -
    719_468
  );
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100;
}

/** Finds which of some known words a cell is, without making a string of it. */
export interface Words {
  /** Its place in the list, else −1. */
  readonly find: (bytes: Uint8Array, start: number, end: number) => number;
}

export function wordsOf(words: readonly string[]): Words {
  // One after the other, so that a look at one is a look at memory that is near.
  const spelled = Buffer.from(words.join(''));
  const edges = new Int32Array(words.length + 1);
  for (const [index, word] of words.entries()) edges[index + 1] = (edges[index] as number) + Buffer.byteLength(word);
  let size = 16;
  while (size < words.length * 2) size *= 2;
  const table = new Int32Array(size).fill(-1);
  const isSame = (word: number, bytes: Uint8Array, start: number, end: number): boolean => {
    const from = edges[word] as number;
    const length = (edges[word + 1] as number) - from;
    if (length !== end - start) return false;
    for (let at = 0; at < length; at += 1) if (spelled[from + at] !== bytes[start + at]) return false;
    return true;
  };
  const placeOf = (bytes: Uint8Array, start: number, end: number): number => {
    let hash = end - start;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    let place = (hash ^ (hash >>> 15)) & (size - 1);
    for (let word = table[place] as number; word >= 0; word = table[place] as number) {
      if (isSame(word, bytes, start, end)) return place;
      place = (place + 1) & (size - 1);
    }
    return place;
  };
  for (let word = 0; word < words.length; word += 1) {
    table[placeOf(spelled, edges[word] as number, edges[word + 1] as number)] = word;
  }
  return { find: (bytes, start, end) => table[placeOf(bytes, start, end)] as number };
}
