import { expect, it } from 'vitest';
import { partitionFacts } from '../../../cli/partitions/read-partition.ts';
import { sortFacts } from '../../../cli/partitions/sort-facts.ts';
import type { TaskRunner } from '../../../cli/partitions/task-runner.ts';
import { diskRunner, threadRunner } from '../../../cli/partitions/task-runner.ts';
import type { TaskInput } from '../../../cli/partitions/tasks.ts';
import { generateFiles } from '../../bench/generate.ts';
import { temporaryFolder } from '../tiny-folder.ts';

const PARTS = 5;

async function sorted(runner: TaskRunner, input: TaskInput) {
  const facts = await sortFacts(runner, input, { allClicks: false, programCurrency: 'JPY' }).finally(runner.close);
  const partitions = Array.from({ length: PARTS }, (_, n) => partitionFacts(runner.spill(), n, facts.manifest));
  return { facts, partitions };
}

it('makes the same partitions in two threads as in one', async () => {
  const folder = await temporaryFolder();
  await generateFiles({ conversions: 2000, clicksPerConversion: 3, partners: 50, seed: 3 }, folder);
  const partnerIds = Array.from({ length: 50 }, (_, number) => `ptn_${String(number).padStart(6, '0')}`);
  const input: TaskInput = { folder, latest: null, partnerIds, parts: PARTS, seed: 0 };
  const one = await sorted(diskRunner(await temporaryFolder(), input), input);
  const two = await sorted(threadRunner(await temporaryFolder(), input, 2), input);
  expect(one.facts.problems).toEqual([]);
  expect(two).toEqual(one);
  expect(one.partitions.flatMap(({ conversions }) => conversions)).toHaveLength(2000);
});
