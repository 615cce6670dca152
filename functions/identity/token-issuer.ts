import type { JWK } from 'jose';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { Caller } from './caller.ts';
import { claimsOf } from './caller.ts';
import type { TokenVerifier } from './token-verifier.ts';
import { tokenVerifier } from './token-verifier.ts';

/** A name, not an address: the laptop's port may be another one tomorrow. */
const ISSUER = 'https://issuer.bunpai.invalid';
const CLIENT_ID = 'bunpai-laptop';
const ALGORITHM = 'ES256';

/** Issues tokens of the shape of a user pool's where there is none: the laptop, tests. */
export interface TokenIssuer {
  /** The public keys, as `/.well-known/jwks.json` serves them. */
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A token for a caller, good for so many seconds. */
  readonly mint: (caller: Caller, lifetimeSeconds: number) => Promise<string>;
  /** Checks its tokens, by the public keys alone. */
  readonly verify: TokenVerifier;
}

/** A new private key. */
export async function newTokenKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}

export async function tokenIssuer(privateKey: JWK): Promise<TokenIssuer> {
  const { d: _secret, ...half } = privateKey;
  const kid = await calculateJwkThumbprint(half);
  const jwks = { keys: [{ ...half, kid, alg: ALGORITHM, use: 'sig' }] };
  const key = await importJWK(privateKey, ALGORITHM);
  const bytes = new TextEncoder().encode(JSON.stringify(jwks));
  return {
    jwks,
    verify: tokenVerifier({
      issuers: [{ issuer: ISSUER, jwksUri: `${ISSUER}/.well-known/jwks.json` }],
      clientId: CLIENT_ID,
      fetcher: { fetch: async () => bytes.buffer },
    }),
    mint: (caller, lifetimeSeconds) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...claimsOf(caller), token_use: 'access', client_id: CLIENT_ID, username: caller.subject })
        .setProtectedHeader({ alg: ALGORITHM, kid })
        .setIssuer(ISSUER)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetimeSeconds)
        .sign(key);
    },
  };
}
