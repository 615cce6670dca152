import { duckdbWith, payInSql } from './commission-duckdb.ts';
import { linesOf, payByDomain } from './commission-lines.ts';
import { payByBigInt, payByDecimal } from './commission-loops.ts';
import { generatedSales } from './commission-sales.ts';
import { formatMs, median, printSection, timed } from './table.ts';

const SALES = 1_000_000;
const PARTNERS = 10_000;
const ROUNDS = 5;

/** Commission by partner. */
type Totals = ReadonlyMap<string, bigint>;

const sales = generatedSales(SALES, PARTNERS);
const lines = linesOf(sales);
const connection = await duckdbWith(sales);
const RIVAL = 'DuckDB, one thread, sums by partner';
const ways = new Map<string, () => Totals | Promise<Totals>>([
  ['payLines, every line explicable', () => payByDomain(lines)],
  [RIVAL, () => payInSql(connection)],
  ['a loop of BigInt, sums by partner', () => payByBigInt(sales)],
  ['a loop of decimal.js, sums by partner', () => payByDecimal(sales)],
]);

const times = new Map([...ways.keys()].map((name) => [name, [] as number[]]));
let expected: Totals | null = null;
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, way] of ways) {
    const { result, ms } = await timed(way);
    times.get(name)?.push(ms);
    expected ??= result;
    assertSame(name, result, expected);
  }
}

const rivalMs = median(times.get(RIVAL) ?? []);
printSection(
  `Commission by three marginal steps on ${SALES.toLocaleString('en')} sales of ${PARTNERS.toLocaleString('en')} partners, median of ${ROUNDS}.\n` +
    'From sales in the order of time, held in memory by each: put in order by partner, time and id, paid, rounded half to even,\n' +
    'summed. The totals of all partners are compared after every run.',
  [
    ['', 'time', 'sales/s', 'time ÷ DuckDB'],
    ...[...times].map(([name, all]) => {
      const ms = median(all);
      const rate = Math.round(SALES / (ms / 1000)).toLocaleString('en');
      return [name, formatMs(ms), rate, (ms / rivalMs).toFixed(2)];
    }),
  ],
);

function assertSame(name: string, got: Totals, wanted: Totals): void {
  const differs = [...wanted].find(([partner, minor]) => got.get(partner) !== minor);
  if (got.size === wanted.size && differs === undefined) return;
  throw new Error(
    `${name} pays ${differs?.[0] ?? 'other partners'} ${got.get(differs?.[0] ?? '')}, not ${differs?.[1]}`,
  );
}
