import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** The tests of the smallest parts first: they name what is wrong, and a mutant that they notice needs no other. */
const ORDER = ['money', 'attribution', 'commission', 'ledger', 'settlement', 'tax', 'golden'];

export class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.sort((a, b) => rankOf(a) - rankOf(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const [, folder = '', part = ''] = relative('.', moduleId).split(/[\\/]/);
  const rank = ORDER.indexOf(folder === 'golden' ? folder : part);
  const isLong = /property|differential/.test(moduleId) ? 0.5 : 0;
  return (rank < 0 ? ORDER.length : rank) + isLong;
}
