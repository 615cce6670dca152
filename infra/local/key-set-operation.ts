import type { TokenIssuer } from '../../functions/identity/token-issuer.ts';
import type { ServedRoute } from './server.ts';

/** `GET /.well-known/jwks.json`: the public keys of this host's tokens, where a user pool has its own. */
export function keySetOperation({ jwks }: TokenIssuer): ServedRoute {
  const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' };
  const result = { statusCode: 200, headers, body: JSON.stringify(jwks) };
  return { method: 'GET', path: '/.well-known/jwks.json', handle: async () => result };
}
