import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { mintToken } from '../../../functions/runtime/auth.ts';
import { KEY, MERCHANT } from '../../support/app.ts';
import { aConversion, aShop, programPath } from '../../support/shop.ts';

const conversions = programPath('conversions');

describe('without a valid token', () => {
  const claims = { merchantId: MERCHANT, role: 'admin' };
  const signed = (key: Uint8Array, extra: Record<string, unknown> = {}, audience = 'bunpai') =>
    new SignJWT({ ...claims, ...extra })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('x')
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(key);
  const FORGED: readonly (readonly [what: string, token: () => Promise<string> | string])[] = [
    ['text', () => 'hello'],
    ['three words', () => 'a.b.c'],
    ['a token signed with another key', () => signed(new TextEncoder().encode('another key of thirty-two bytes!'))],
    [
      'a token that is not signed',
      () => new UnsecuredJWT(claims).setAudience('bunpai').setExpirationTime('1h').encode(),
    ],
    ['a token for another audience', () => signed(KEY, {}, 'somebody-else')],
    ['a token of an unknown role', () => signed(KEY, { role: 'owner' })],
    ['a token without merchant', () => signed(KEY, { merchantId: undefined })],
    ['a partner’s token without partner', () => signed(KEY, { role: 'partner-admin' })],
    ['an admin’s token with a partner', () => signed(KEY, { partnerId: 'ptn_1' })],
    [
      'a token that never ends',
      () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setSubject('x').setAudience('bunpai').sign(KEY),
    ],
  ];

  it.each(FORGED)('%s opens nothing', async (_what, token) => {
    const app = await aShop();
    const reply = await app.call('POST', conversions, { token: await token(), body: aConversion() });
    expect([reply.status, reply.json.code]).toEqual([401, 'access.unauthenticated']);
  });

  it('one letter of a token changed opens nothing', async () => {
    const app = await aShop();
    const token = await app.token({ role: 'partner-admin' });
    const [head, , signature] = token.split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'x', aud: 'bunpai', exp: 4_102_444_800 }));
    const forged = `${head}.${payload.toString('base64url')}.${signature}`;
    const reply = await app.call('POST', conversions, { token: forged, body: aConversion() });
    expect(reply.status).toBe(401);
  });

  it('an expired token is told apart, so that the caller gets a new one', async () => {
    const app = await aShop();
    const token = await app.token({ role: 'admin' }, -1);
    const reply = await app.call('POST', conversions, { token, body: aConversion() });
    expect([reply.status, reply.json.code]).toEqual([401, 'access.token-expired']);
  });

  it('a token lives in real time, also on a host whose clock is set to another month', async () => {
    const app = await aShop();
    const caller = { subject: 'x', merchantId: MERCHANT, role: 'admin', partnerId: null } as const;
    const token = await mintToken(KEY, caller, 60);
    app.setNow('2030-01-01T00:00:00Z');
    const reply = await app.call('POST', conversions, { token, body: aConversion() });
    expect(reply.status).toBe(201);
  });
});

describe('a caller', () => {
  it('cannot say in a body whose it is', async () => {
    const app = await aShop();
    const body = { ...aConversion(), merchantId: 'mer_2' };
    expect((await app.call('POST', conversions, { body })).status).toBe(422);
  });
});
