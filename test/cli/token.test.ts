import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callerOf } from '../../functions/identity/caller.ts';
import { newTokenKey, tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { bunpai } from './bunpai.ts';

const local = mkdtempSync(join(tmpdir(), 'bunpai-token-'));
const key = await newTokenKey();
writeFileSync(join(local, 'token-key.json'), JSON.stringify(key));
writeFileSync(join(local, 'tokens.json'), JSON.stringify({ merchantId: 'mer_1' }));
afterAll(() => rmSync(local, { recursive: true }));

describe('bunpai token', () => {
  it('prints a token that the host on the folder believes', async () => {
    const { verify } = await tokenIssuer(key);
    const checker = await bunpai('token', '--role', 'finance-checker', '--subject', 'ren', '--local', local);
    expect(callerOf(await verify(checker.stdout.trim()))).toEqual({
      subject: 'ren',
      merchantId: 'mer_1',
      role: 'finance-checker',
      partnerId: null,
    });
    const where = ['--partner', 'ptn_1', '--merchant', 'mer_2', '--local', local];
    const member = await bunpai('token', '--role', 'partner-member', ...where);
    const caller = callerOf(await verify(member.stdout.trim()));
    expect(caller).toMatchObject({ role: 'partner-member', partnerId: 'ptn_1', merchantId: 'mer_2' });
  });

  it.each<[string, string[], string]>([
    ['a role that is none', ['--role', 'boss'], '--role must be one of admin'],
    ['a partner’s role without partner', ['--role', 'partner-admin'], 'needs --partner ID'],
    ['a partner where none belongs', ['--role', 'auditor', '--partner', 'ptn_1'], 'not with auditor'],
    ['hours that are none', ['--role', 'auditor', '--hours', '0'], '--hours must be a whole number from 1 to 720'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await bunpai('token', ...args, '--local', local);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('says where there is no host', async () => {
    const { code, stderr } = await bunpai('token', '--role', 'auditor', '--local', join(local, 'none'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('start the host on this folder first')]);
  });
});
