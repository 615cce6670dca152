/*
 * Cuts canonical JSON into the texts of its members and elements, without making objects of them: what is hashed is text, and
 * reading a large document only to write it down again costs several times what hashing it does.
 */

/** A member of an object, as it stands in its text. */
interface MemberText {
  /** In its quotes. */
  readonly name: string;
  readonly value: string;
  /** Of a list; null for any other value. */
  readonly elements: readonly string[] | null;
}

/** The members of an object's text, in one pass over it. */
export function* membersIn(object: string): Generator<MemberText> {
  const last = object.length - 1;
  for (let at = 1; at < last; ) {
    const nameEnd = stringEnd(object, at);
    const start = nameEnd + 1;
    const commas: number[] = [];
    const end = valueEnd(object, start, commas);
    const isList = object.charCodeAt(start) === LIST;
    yield {
      name: object.slice(at, nameEnd),
      value: object.slice(start, end),
      elements: isList ? elementsBetween(object, [start, ...commas, end - 1]) : null,
    };
    at = end + 1;
  }
}

function elementsBetween(text: string, edges: readonly number[]): readonly string[] {
  const [open = 0, close = 0] = edges;
  if (close === open + 1) return [];
  return edges.slice(1).map((edge, place) => text.slice((edges[place] ?? 0) + 1, edge));
}

const QUOTE = 34;
const COMMA = 44;
const LIST = 91;
const BACKSLASH = 92;
const OPENING: ReadonlySet<number> = new Set([LIST, 123]);
const CLOSING: ReadonlySet<number> = new Set([93, 125]);

/** Where the value that begins at `start` ends: before a comma or bracket of what it is in. Notes the commas of its own. */
function valueEnd(text: string, start: number, commas: number[]): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) {
      at = stringEnd(text, at);
      continue;
    }
    if (OPENING.has(letter)) depth += 1;
    else if (letter === COMMA && depth === 1) commas.push(at);
    else if (depth === 0 && (letter === COMMA || CLOSING.has(letter))) return at;
    else if (CLOSING.has(letter)) depth -= 1;
    at += 1;
  }
  return at;
}

/** Behind the closing quote of the string whose opening one is at `start`. */
function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? text.length : quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 1;
}
