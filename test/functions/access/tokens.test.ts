import { FetchError } from 'aws-jwt-verify/error';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { callerOf } from '../../../functions/identity/caller.ts';
import { newTokenKey, tokenIssuer } from '../../../functions/identity/token-issuer.ts';
import { userPoolVerifier } from '../../../functions/runtime/aws/token-verifier.ts';
import { ISSUER, MERCHANT, TOKEN_KEY } from '../../support/app.ts';
import { aConversion, aShop, programPath } from '../../support/shop.ts';

const conversions = programPath('conversions');
const app = await aShop();
const ADMIN = { subject: 'x', merchantId: MERCHANT, role: 'admin', partnerId: null } as const;
const good = await ISSUER.mint(ADMIN, 3600);
const part = (token: string, at: number) => JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString());
const kid: string = part(good, 0).kid;
const claims: Record<string, unknown> = part(good, 1);

/** A token like a good one but for some claims, signed by the host's key or another under its name. */
async function signed(changes: Record<string, unknown> = {}, key: JWK = TOKEN_KEY): Promise<string> {
  const header = { alg: 'ES256', kid };
  return new SignJWT({ ...claims, ...changes }).setProtectedHeader(header).sign(await importJWK(key, 'ES256'));
}

describe('without a valid token', () => {
  const PUBLIC_KEY = new TextEncoder().encode(JSON.stringify(ISSUER.jwks.keys[0]));
  const FORGED: readonly (readonly [what: string, token: () => Promise<string> | string])[] = [
    ['text', () => 'hello'],
    ['three words', () => 'a.b.c'],
    ['a token signed with another key', async () => signed({}, await newTokenKey())],
    [
      'a token of another issuer of the same shape',
      async () => (await tokenIssuer(await newTokenKey())).mint(ADMIN, 60),
    ],
    ['a token that is not signed', () => new UnsecuredJWT(claims).encode()],
    [
      'a token whose secret is the public key',
      () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(PUBLIC_KEY),
    ],
    ['a token in the name of another issuer', () => signed({ iss: 'https://example.com' })],
    ['a token for another application', () => signed({ client_id: 'somebody-else' })],
    [
      'a token that says who somebody is, not what it may do',
      () => signed({ token_use: 'id', aud: claims['client_id'] }),
    ],
    ['a token of an unknown role', () => signed({ 'cognito:groups': ['owner'] })],
    ['a token without role', () => signed({ 'cognito:groups': undefined })],
    ['a token of two roles', () => signed({ 'cognito:groups': ['finance-maker', 'finance-checker'] })],
    ['a token without merchant', () => signed({ merchantId: undefined })],
    ['a partner’s token without partner', () => signed({ 'cognito:groups': ['partner-admin'] })],
    ['an admin’s token with a partner', () => signed({ partnerId: 'ptn_1' })],
    ['a token that never ends', () => signed({ exp: undefined })],
  ];

  it.each(FORGED)('%s opens nothing', async (_what, token) => {
    const reply = await app.call('POST', conversions, { token: await token(), body: aConversion() });
    expect([reply.status, reply.json.code]).toEqual([401, 'access.unauthenticated']);
  });

  it('one letter of a token changed opens nothing', async () => {
    const [head, , signature] = good.split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims, merchantId: 'mer_2' })).toString('base64url');
    const reply = await app.call('GET', '/v1/statements', { token: `${head}.${payload}.${signature}` });
    expect(reply.status).toBe(401);
  });

  it('an expired token is told apart, so that the caller gets a new one', async () => {
    const token = await app.token({ role: 'admin' }, -1);
    const reply = await app.call('POST', conversions, { token, body: aConversion() });
    expect([reply.status, reply.json.code]).toEqual([401, 'access.token-expired']);
  });

  it('a token lives in real time, also on a host whose clock is set to another month', async () => {
    const elsewhen = await aShop();
    elsewhen.setNow('2030-01-01T00:00:00Z');
    const reply = await elsewhen.call('POST', conversions, { token: good, body: aConversion() });
    expect(reply.status).toBe(201);
  });
});

describe('a caller', () => {
  it('cannot say in a body whose it is', async () => {
    const body = { ...aConversion(), merchantId: 'mer_2' };
    expect((await app.call('POST', conversions, { body })).status).toBe(422);
  });
});

describe('a token of a user pool', () => {
  const POOL = 'ap-northeast-1_aBcDeFgHi';
  const CLIENT = '7n4h4ndv4hg6g2o1l3v1tq2q0k';
  /** As Cognito writes an access token whose claims the function before it has added to. */
  const payload = {
    sub: '0714aa18-1031-70d5-6dbd-2c6a1f1a2a3b',
    'cognito:groups': ['finance-checker'],
    iss: `https://cognito-idp.ap-northeast-1.amazonaws.com/${POOL}`,
    version: 2,
    client_id: CLIENT,
    event_id: '5b9b5bd1-0d34-4d2c-9d0b-5e5b7b1f0c39',
    token_use: 'access',
    scope: 'openid',
    auth_time: 1_790_000_000,
    merchantId: MERCHANT,
    username: '0714aa18-1031-70d5-6dbd-2c6a1f1a2a3b',
  };

  async function aPool() {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    const asked: string[] = [];
    const fetch = async (uri: string) => {
      asked.push(uri);
      return new TextEncoder().encode(JSON.stringify({ keys: [key] })).buffer;
    };
    const token = (changes: Record<string, unknown> = {}, id = 'k1') =>
      new SignJWT({ ...payload, ...changes })
        .setProtectedHeader({ alg: 'RS256', kid: id })
        .setExpirationTime('1h')
        .sign(privateKey);
    return { token, asked, verify: userPoolVerifier(POOL, CLIENT, { fetch }) };
  }

  it('names the caller, and its keys are fetched once from the pool', async () => {
    const { token, asked, verify } = await aPool();
    for (const _time of [1, 2]) {
      expect(callerOf(await verify(await token()))).toEqual({
        subject: payload.sub,
        merchantId: MERCHANT,
        role: 'finance-checker',
        partnerId: null,
      });
    }
    expect(asked).toEqual([`${payload.iss}/.well-known/jwks.json`]);
  });

  it('is believed under the worldwide name of the pool too', async () => {
    const { token, verify } = await aPool();
    const iss = `https://issuer-cognito-idp.ap-northeast-1.amazonaws.com/${POOL}`;
    expect(await verify(await token({ iss }))).toMatchObject({ iss });
  });

  it('of another pool, another application or an unknown key is refused', async () => {
    const { token, verify } = await aPool();
    const wrong = [
      await token({ iss: 'https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_other' }),
      await token({ client_id: 'another' }),
      await token({}, 'k2'),
    ];
    for (const each of wrong) await expect(verify(each)).rejects.toMatchObject({ code: 'access.unauthenticated' });
  });

  it('whose keys cannot be fetched is our fault, not the caller’s', async () => {
    const { token } = await aPool();
    const fetch = async () => {
      throw new FetchError('https://cognito-idp', 'is away');
    };
    const verify = userPoolVerifier(POOL, CLIENT, { fetch });
    await expect(verify(await token())).rejects.toBeInstanceOf(FetchError);
  });
});
