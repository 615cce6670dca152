import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { KeyFetcher, TokenVerifier } from '../../identity/token-verifier.ts';
import { tokenVerifier } from '../../identity/token-verifier.ts';

/** Checks the tokens of a user pool, under the name of its region and under the worldwide one. */
export function userPoolVerifier(userPoolId: string, clientId: string, fetcher?: KeyFetcher): TokenVerifier {
  const worldwide = `https://issuer-cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;
  const issuers = [
    CognitoJwtVerifier.parseUserPoolId(userPoolId),
    CognitoJwtVerifier.parseUserPoolId(userPoolId, worldwide),
  ];
  return tokenVerifier({ issuers, clientId, fetcher });
}

/** Fetches the keys from where AWS is said to be (`AWS_ENDPOINT_URL`, as its SDKs read it) instead of from AWS itself. */
export function keysAt(endpoint: string): KeyFetcher {
  return {
    fetch: async (uri) => {
      const response = await fetch(new URL(new URL(uri).pathname, endpoint));
      if (!response.ok) throw new Error(`${uri} was answered ${response.status} by ${endpoint}`);
      return response.arrayBuffer();
    },
  };
}
