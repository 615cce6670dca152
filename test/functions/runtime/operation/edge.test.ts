import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anApp } from '../../../support/app.ts';

describe('where the API is to be asked through its edge alone', () => {
  const app = anApp();
  beforeEach(() => {
    process.env['EDGE_ONLY'] = 'true';
    process.env['EDGE_SECRETS'] = 'new,old';
  });
  afterEach(() => {
    delete process.env['EDGE_ONLY'];
    delete process.env['EDGE_SECRETS'];
  });

  it.each([
    ['an operation with a token', 'GET', '/v1/programs'],
    ['a tracking link', 'GET', '/t/lnk_1'],
    ['the message of a vendor', 'POST', '/v1/connectors/con_1/stripe'],
    ['what is public', 'GET', '/openapi.json'],
    ['what no route takes', 'GET', '/nowhere'],
  ])('%s is refused past it', async (_, method, target) => {
    for (const headers of [{}, { 'x-bunpai-edge': 'guess' }, { 'x-bunpai-edge': '' }, { 'x-bunpai-edge': 'new,old' }]) {
      const { status, json } = await app.call(method, target, { headers });
      expect({ status, code: json.code }).toEqual({ status: 403, code: 'access.past-edge' });
    }
  });

  it.each(['new', 'old'])('the secret "%s" is taken, while one takes over from the other', async (secret) => {
    const { status } = await app.call('GET', '/v1/programs', { headers: { 'x-bunpai-edge': secret } });
    expect(status).toBe(200);
  });

  it('nothing is answered where no secret is known', async () => {
    delete process.env['EDGE_SECRETS'];
    const { status, text } = await app.call('GET', '/v1/programs', {
      headers: { 'x-bunpai-edge': '', 'accept-language': 'ja' },
    });
    expect([status, text]).toEqual([403, expect.stringContaining('このアドレスは利用できません')]);
  });
});
