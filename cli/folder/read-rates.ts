import { canonical } from '../../domain/integrity/canonical.ts';
import type { DailyRate } from '../../domain/money/exchange.ts';
import { rateSchema } from '../../functions/contract/schemas/program.ts';
import { shown } from '../../functions/contract/shown.ts';
import { sentenceOf } from '../../functions/contract/told.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problems } from './problems.ts';
import { repeatedReason } from './read-partners.ts';
import { readTable } from './read-table.ts';

export async function readRates(folder: string, problems: Problems): Promise<readonly DailyRate[]> {
  const rates = new Map<string, DailyRate>();
  const lines = new Map<string, number>();
  await readTable<Column<'rates'>>(folder, TABLES.rates, problems, (row) => {
    const { file, line } = row;
    const [source, per] = [row.cell('source'), row.cell('per')];
    const wire = {
      date: row.cell('date'),
      from: row.cell('from'),
      to: row.cell('to'),
      rate: row.cell('rate'),
      ...(source === '' ? {} : { source }),
      ...(per === '' ? {} : { per }),
    };
    const read = rateSchema.safeParse(wire);
    for (const issue of read.error?.issues ?? []) {
      const field = String(issue.path[0] ?? 'row');
      const got = wire[field as keyof typeof wire];
      const message = sentenceOf(issue.message)?.en ?? issue.message;
      const reason = message.includes(', got ') ? message : `${message}, got ${shown(got)}`;
      problems.add({ file, line, field, reason });
    }
    if (!read.success) return;
    const { date, from, to } = read.data;
    const key = `${date} ${from} ${to}`;
    const known = rates.get(key);
    if (known === undefined) {
      rates.set(key, read.data);
      lines.set(key, line);
    } else if (canonical(known) !== canonical(read.data)) {
      problems.add({ file, line, field: 'date', reason: repeatedReason(key, lines.get(key) ?? 0) });
    }
  });
  return [...rates.values()];
}
