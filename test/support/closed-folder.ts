import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeFolder } from '../../cli/calculate/close-folder.ts';
import { firstFactAt } from '../../cli/calculate/months-up-to.ts';
import type { Folder } from '../../cli/folder/folder.ts';
import type { Summary } from '../../domain/settlement/summary.ts';
import type { Statement } from '../../domain/statement/statement.ts';
import { SILENT } from './silent.ts';

/** What `calculate` makes of a folder that is in memory. */
export async function closedFolder(
  { clicks, conversions, reversals, ...rest }: Folder,
  periodId: string,
): Promise<{ readonly summary: Summary; readonly statements: readonly Statement[] }> {
  const out = await mkdtemp(join(tmpdir(), 'bunpai-closed-'));
  const scratch = await mkdtemp(join(tmpdir(), 'bunpai-scratch-'));
  try {
    const folder = {
      ...rest,
      firstFactAt: firstFactAt({ conversions, reversals }),
      counts: { clicks: clicks.length, conversions: conversions.length, reversals: reversals.length },
      clicksByPartner: [],
      partitions: 1,
      seed: 0,
      spill: null,
      read: () => ({ clicks, conversions, reversals }),
    };
    const summary = await closeFolder(folder, periodId, { out, scratch }, SILENT);
    const names = (await readdir(join(out, 'statements'))).filter((name) => name.endsWith('.json')).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(out, 'statements', name), 'utf8')));
    return { summary, statements: texts.map((text) => JSON.parse(text) as Statement) };
  } finally {
    await rm(out, { recursive: true });
    await rm(scratch, { recursive: true });
  }
}
