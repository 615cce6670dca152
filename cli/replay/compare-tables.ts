/** A difference of two tables by row: in a cell, in the whole of a row, or in whether it is there. */
export interface RowDifference {
  readonly name: string;
  readonly field: string;
  readonly stored: string | null;
  readonly computed: string | null;
}

interface Row {
  /** Counted from 1, the header among them. */
  readonly line: number;
  readonly text: string;
  /** What it is about; its rule apart, which may have changed. */
  readonly about: string;
  readonly rule: string;
}

/**
 * Compares tables by what their rows are about, so that a row that is missing, or too many, is told as one row, whatever stands
 * below it. Rows are compared cell by cell, by the names that the first row gives.
 */
export function* tableDifferences(stored: readonly string[], computed: readonly string[]): Generator<RowDifference> {
  const [header = ''] = computed;
  if (stored[0] !== header) yield { name: 'line 1', field: '', stored: stored[0] ?? null, computed: header };
  const columns = cellsOf(header.replace(BYTE_ORDER_MARK, ''));
  const read = rowReader(columns);
  const row = (lines: readonly string[], at: number): Row => read(lines[at] ?? '', at + 1);
  const least = Math.min(stored.length, computed.length);
  // Of a large table most rows stand in their places: only those between are looked for elsewhere.
  const isAlike = (at: number, other: number): boolean =>
    stored[at] === computed[other] || nameOf(row(stored, at)) === nameOf(row(computed, other));
  function* inPlace(at: number, other: number): Generator<RowDifference> {
    if (stored[at] !== computed[other]) yield* rowDifferences(columns, [row(stored, at), row(computed, other)]);
  }
  let above = 1;
  while (above < least && isAlike(above, above)) above += 1;
  let below = 0;
  while (below < least - above && isAlike(stored.length - 1 - below, computed.length - 1 - below)) below += 1;
  for (let at = 1; at < above; at += 1) yield* inPlace(at, at);
  const between = (lines: readonly string[]): Row[] =>
    lines.slice(above, lines.length - below).map((text, place) => read(text, above + place + 1));
  for (const pair of paired(between(stored), between(computed))) yield* rowDifferences(columns, pair);
  for (let left = below; left > 0; left -= 1) yield* inPlace(stored.length - left, computed.length - left);
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Columns that say what a row of a sale is about. */
const SALES = ['conversion_id', 'line_id', 'partner_id'];
/** Of a row of a statement that is about no sale. */
const OTHERS = ['partner_id', 'state'];

function rowReader(columns: readonly string[]): (text: string, line: number) => Row {
  const places = (names: readonly string[]) => names.map((name) => columns.indexOf(name)).filter((at) => at >= 0);
  const [sale, other, rule] = [places(SALES), places(OTHERS), places(['rule', 'rule_id'])];
  return (text, line) => {
    const cells = cellsOf(text);
    const said = (at: readonly number[]) => at.map((each) => cells[each] ?? '').filter((cell) => cell !== '');
    const isSale = sale[0] !== undefined && cells[sale[0]] !== '';
    return { line, text, about: said(isSale ? sale : other).join(' '), rule: said(rule).join(' ') };
  };
}

const nameOf = ({ about, rule }: Row): string => `${about}\n${rule}`;

type Pair = readonly [stored: Row | null, computed: Row | null];

const lineOf = ([before, after]: Pair): number => before?.line ?? after?.line ?? 0;

/** What is about the same by the same rule, then, of what is left, what is about the same by another; the rest has no other. */
function paired(stored: readonly Row[], computed: readonly Row[]): Pair[] {
  const pairs: Pair[] = [];
  let [left, others] = [stored, computed];
  for (const called of [nameOf, ({ about }: Row) => about]) {
    const waiting = Map.groupBy(others, called);
    const alone: Row[] = [];
    for (const row of left) {
      const other = waiting.get(called(row))?.shift();
      if (other === undefined) alone.push(row);
      else pairs.push([row, other]);
    }
    left = alone;
    others = [...waiting.values()].flat();
  }
  const alone = [...left.map((row): Pair => [row, null]), ...others.map((row): Pair => [null, row])];
  return [...pairs, ...alone].sort((a, b) => lineOf(a) - lineOf(b));
}

function* rowDifferences(columns: readonly string[], [before, after]: Pair): Generator<RowDifference> {
  if (before?.text === after?.text) return;
  const about = before?.about ?? after?.about ?? '';
  const name = `line ${lineOf([before, after])}${about === '' ? '' : ` (${about})`}`;
  const [own, others] = [cellsOf(before?.text ?? ''), cellsOf(after?.text ?? '')];
  if (before === null || after === null || own.length !== others.length) {
    yield { name, field: '', stored: before?.text ?? null, computed: after?.text ?? null };
    return;
  }
  for (const [place, cell] of own.entries()) {
    const other = others[place] ?? '';
    if (cell !== other) yield { name, field: columns[place] ?? '', stored: cell, computed: other };
  }
}

function cellsOf(row: string): readonly string[] {
  return [...row.trimEnd().matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell = '']) => cell);
}
