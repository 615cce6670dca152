import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { FetchError, JwtBaseError, JwtExpiredError } from 'aws-jwt-verify/error';
import type { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { DomainError } from '../../domain/errors.ts';
import type { Claims } from './caller.ts';

/** The claims of a bearer token that is right in all respects; anything else is refused. */
export type TokenVerifier = (token: string) => Promise<Claims>;

export type KeyFetcher = Pick<SimpleFetcher, 'fetch'>;

export interface TokenTrust {
  /** Who may have signed, and where the public keys of each are. */
  readonly issuers: readonly { readonly issuer: string; readonly jwksUri: string }[];
  /** The application that a token must be meant for. */
  readonly clientId: string;
  /** How keys are fetched; absent: over HTTPS. */
  readonly fetcher?: KeyFetcher | undefined;
}

/**
 * Checks access tokens in the form of a Cognito user pool: signature by a published key of the issuer (kept once fetched, and
 * fetched again for a key that is not known), `iss`, `token_use`, `client_id` and `exp`. Tokens live in real time, also on a
 * host whose clock is set to another month.
 */
export function tokenVerifier({ issuers, clientId, fetcher }: TokenTrust): TokenVerifier {
  const customJwtCheck = ({ payload }: { readonly payload: Claims & { readonly exp?: number | undefined } }): void => {
    if (payload.exp === undefined)
      throw new DomainError('access.unauthenticated', {
        en: 'the token never ends',
        ja: '有効期限のないトークンは使えません',
      });
    validateCognitoJwtFields(payload as Parameters<typeof validateCognitoJwtFields>[0], {
      tokenUse: 'access',
      clientId,
    });
  };
  const verifier = JwtVerifier.create(
    issuers.map((each) => ({ ...each, audience: null, customJwtCheck })),
    { jwksCache: new SimpleJwksCache(fetcher && { fetcher }) },
  );
  return async (token) => {
    try {
      return await verifier.verify(token);
    } catch (cause) {
      throw refusalOf(cause);
    }
  };
}

/** Keys that cannot be fetched are our fault and not the caller's. */
function refusalOf(cause: unknown): unknown {
  if (!(cause instanceof JwtBaseError) || cause instanceof FetchError) return cause;
  return cause instanceof JwtExpiredError
    ? new DomainError(
        'access.token-expired',
        {
          en: 'the token has expired; get a new one',
          ja: 'トークンの有効期限が切れています。新しいトークンを取得してください。',
        },
        { cause },
      )
    : new DomainError(
        'access.unauthenticated',
        { en: 'the token is not one of ours', ja: 'トークンが正しくありません' },
        { cause },
      );
}
