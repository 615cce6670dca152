import { createHmac } from 'node:crypto';
import type { Role } from '../../functions/contract/route.ts';
import { ask } from './ask.ts';
import type { Ministack } from './ministack.ts';

/** The user pool of a deployment. */
export interface UserPool {
  readonly ministack: Ministack;
  readonly userPoolId: string;
  readonly clientId: string;
}

export interface Person {
  readonly name: string;
  readonly role: Role;
  readonly merchantId: string;
  readonly partnerId?: string;
}

const PASSWORD = 'correct-Horse-7-battery';
const STEP_MILLISECONDS = 30_000;

/** Invites a person, who chooses a password, sets up a second factor and signs in; answers the access token. */
export async function signIn(pool: UserPool, { name, role, merchantId, partnerId }: Person): Promise<string> {
  const Username = `${name}@example.com`;
  const whose = { UserPoolId: pool.userPoolId, Username };
  const attributes = {
    email: Username,
    'custom:merchantId': merchantId,
    ...(partnerId && { 'custom:partnerId': partnerId }),
  };
  await cognito<Answer>(pool, 'AdminCreateUser', {
    ...whose,
    MessageAction: 'SUPPRESS',
    TemporaryPassword: `${PASSWORD}-once`,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
  await cognito<Answer>(pool, 'AdminSetUserPassword', { ...whose, Password: PASSWORD, Permanent: true });
  await cognito<Answer>(pool, 'AdminAddUserToGroup', { ...whose, GroupName: role });
  const client = { UserPoolId: pool.userPoolId, ClientId: pool.clientId };
  let answer = await cognito<Answer>(pool, 'AdminInitiateAuth', {
    ...client,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD },
  });
  if (answer.ChallengeName === 'MFA_SETUP') {
    const { SecretCode = '', Session } = await cognito<Answer>(pool, 'AssociateSoftwareToken', {
      Session: answer.Session,
    });
    const verified = await cognito<Answer>(pool, 'VerifySoftwareToken', { Session, UserCode: oneTimeCode(SecretCode) });
    answer = await cognito<Answer>(pool, 'AdminRespondToAuthChallenge', {
      ...client,
      ChallengeName: 'MFA_SETUP',
      Session: verified.Session,
      ChallengeResponses: { USERNAME: Username },
    });
  }
  const token = answer.AuthenticationResult?.AccessToken;
  if (token === undefined) throw new Error(`${name} got no token but ${JSON.stringify(answer)}`);
  return token;
}

function cognito<T>({ ministack }: UserPool, action: string, body: unknown): Promise<T> {
  return ask(ministack, { service: 'cognito-idp', target: `AWSCognitoIdentityProviderService.${action}` }, body);
}

interface Answer {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly SecretCode?: string;
  readonly AuthenticationResult?: { readonly AccessToken?: string };
}

/** The code that an authenticator shows now (RFC 6238, six digits of HMAC-SHA-1). */
function oneTimeCode(secret: string): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MILLISECONDS)));
  const hash = createHmac('sha1', fromBase32(secret)).update(step).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const letters = [...text.replace(/=+$/, '')];
  const bits = letters.map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
