import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMountPoint, requirePlace } from '../../cli/write-results/place.ts';
import { bunpai } from './bunpai.ts';
import { temporaryFolder } from './tiny-folder.ts';

describe('the place of a result', () => {
  it('may be new, also in folders that are not there yet; looking at it leaves nothing behind', async () => {
    const parent = await temporaryFolder();
    await requirePlace(join(parent, 'new', 'out'), []);
    await requirePlace(parent, []);
    expect(await readdir(parent)).toEqual([]);
  });

  it('is refused before the work begins where no folder can be made', async () => {
    const input = await temporaryFolder();
    await writeFile(join(input, 'program.json'), 'is not looked at');
    const out = '/dev/null/out';
    const told = await bunpai('calculate', input, '--period', '2026-10', '--out', out);
    expect(told).toMatchObject({ code: 1, stdout: '' });
    expect(told.stderr).toMatch(
      /^bunpai: \/dev\/null\/out cannot be written: \/dev\/null takes no new folder \(ENOTDIR\); name .+\n$/,
    );
  });

  it('is not a mount point, which cannot be replaced', async () => {
    expect([isMountPoint('/dev'), isMountPoint(await temporaryFolder())]).toEqual([true, false]);
  });
});
