import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCheckpoints } from '../../infra/local/checkpoints.ts';
import { openClock } from '../../infra/local/clock.ts';
import { openKeys } from '../../infra/local/keys.ts';
import { openSigningKeys } from '../../infra/local/signing-keys.ts';
import { openTokenKey } from '../../infra/local/token-key.ts';
import { wipe } from '../../infra/local/wipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-wipe-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a host that begins again', () => {
  it('forgets every key, the clock and how far it had told, and leaves what is not its own', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    openKeys(folder);
    openSigningKeys(folder);
    await openTokenKey(folder);
    openClock(folder).set(0);
    const checkpoints = openCheckpoints(folder);
    checkpoints.set('stream', 'shard', '1');
    checkpoints.flush();
    expect(readdirSync(folder)).toHaveLength(6);

    wipe(folder);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });
});
