import { printStatement } from '../../functions/documents/pdf/print-statement.ts';
import { anIssuedStatement } from '../functions/documents/an-issued-statement.ts';
import { median, printSection } from './table.ts';

const japanese = { language: 'ja', address: 'https://api.example.com' } as const;
const ROUNDS = 5;
const ONE_PAGE_LINES = 15;
const MANY_LINES = 2_000;
const STATEMENTS = 1_000;
const STEP = 250;
const LINES_A_PAGE = 51;

const bytes = await printStatement(anIssuedStatement(ONE_PAGE_LINES), japanese);
const onePage = await processorTime(ONE_PAGE_LINES);
const manyPages = await processorTime(MANY_LINES);
const pages = Math.ceil((MANY_LINES - ONE_PAGE_LINES) / LINES_A_PAGE);
printSection(`Statements as PDF in Japanese, processor time, median of ${ROUNDS}.`, [
  ['', 'time', 'bytes'],
  [`a statement of one page, ${ONE_PAGE_LINES} lines`, ms(onePage), bytes.length.toLocaleString('en')],
  [`each further page, of ${MANY_LINES.toLocaleString('en')} lines`, ms((manyPages - onePage) / pages), ''],
]);

const rows: string[][] = [['', 'time each', 'resident']];
for (let done = 0; done < STATEMENTS; done += STEP) {
  const start = process.cpuUsage();
  for (let round = 0; round < STEP; round += 1) await printStatement(anIssuedStatement(ONE_PAGE_LINES), japanese);
  const resident = `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`;
  rows.push([`statements ${done + 1} to ${done + STEP}`, ms(spent(start) / STEP), resident]);
}
rows.push(['at most', '', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`]);
printSection(`${STATEMENTS.toLocaleString('en')} statements in one process, one after the other.`, rows);

async function processorTime(lines: number): Promise<number> {
  const statement = anIssuedStatement(lines);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    await printStatement(statement, japanese);
    times.push(spent(start));
  }
  return median(times);
}

function spent(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}
