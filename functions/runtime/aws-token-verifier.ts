import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { KeyFetcher, TokenVerifier } from './token-verifier.ts';
import { tokenVerifier } from './token-verifier.ts';

/** Checks the tokens of a user pool, under the name of its region and under the worldwide one. */
export function userPoolVerifier(userPoolId: string, clientId: string, fetcher?: KeyFetcher): TokenVerifier {
  const worldwide = `https://issuer-cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;
  const issuers = [
    CognitoJwtVerifier.parseUserPoolId(userPoolId),
    CognitoJwtVerifier.parseUserPoolId(userPoolId, worldwide),
  ];
  return tokenVerifier({ issuers, clientId, fetcher });
}
