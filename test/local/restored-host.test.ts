import { afterEach, describe, expect, it } from 'vitest';
import { startRestoredHost } from '../../infra/local/restored-host.ts';
import { bunpai } from '../cli/bunpai.ts';
import { MERCHANT, PROGRAM } from '../support/app.ts';
import { aClosedShop } from '../support/closed-shop.ts';

let stop = async (): Promise<void> => {};
afterEach(() => stop());

async function restored() {
  const { deps } = await aClosedShop();
  const errors: unknown[] = [];
  const host = await startRestoredHost({
    stores: deps.stores,
    merchantId: MERCHANT,
    port: 0,
    onError: (error) => errors.push(error),
  });
  stop = host.stop;
  return { ...host, errors };
}

describe('restored copies', () => {
  it('are held against the signed roots by bunpai audit, as the books of a host are', async () => {
    const { address, token } = await restored();
    const audited = await bunpai('audit', '--address', address, '--token', token, '--program', PROGRAM, '--json');
    expect(audited.code, audited.stderr).toBe(0);
    expect(JSON.parse(audited.stdout)).toMatchObject({ verdict: 'intact', faults: [] });
  });

  it('are read alone: what writes, follows a link, or needs a key that is not restored is not there', async () => {
    const { address, token } = await restored();
    const headers = { authorization: `Bearer ${token}` };
    const status = async (method: string, path: string) =>
      (await fetch(new URL(path, address), { method, headers, redirect: 'manual' })).status;
    expect(await status('GET', '/v1/programs/prg_1/plans')).toBe(200);
    expect(await status('POST', '/v1/programs')).toBe(405);
    expect(await status('POST', '/v1/programs/prg_1/periods/2026-10/seal')).toBe(404);
    expect(await status('GET', '/t/lnk_1')).toBe(404);
    const click = await fetch(new URL('/v1/programs/prg_1/clicks/clk_1', address), { headers });
    expect(await click.json()).toMatchObject({ code: 'route.not-found' });
  });
});
