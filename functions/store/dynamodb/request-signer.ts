import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey, hash } from 'node:crypto';

/** By whom a request is made. A session token comes with keys that end, such as those of a function. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SignerSettings {
  readonly credentials: Credentials;
  readonly region: string;
  /** Such as `dynamodb`. */
  readonly service: string;
}

/** A POST to `/` without a query; the names of its headers are in lower case. */
export interface UnsignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Adds to the headers of a request what makes AWS believe it: Signature Version 4, see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. All headers are signed.
 */
export function requestSigner({ credentials, region, service }: SignerSettings) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // A key is good for a day, and takes four signatures to make.
  let known = { day: '', key: createSecretKey(Buffer.of(0)) };
  const keyOf = (day: string): KeyObject => {
    if (known.day !== day) {
      const secret = createSecretKey(`AWS4${secretAccessKey}`, 'utf8');
      const key = [day, region, service, 'aws4_request'].reduce(
        (signing, part) => createSecretKey(createHmac('sha256', signing).update(part).digest()),
        secret,
      );
      known = { day, key };
    }
    return known.key;
  };
  return (request: UnsignedRequest, at: Date): Readonly<Record<string, string>> => {
    const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken };
    const headers: Readonly<Record<string, string>> = { ...request.headers, 'x-amz-date': time, ...token };
    const names = Object.keys(headers).sort();
    const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
    const signed = names.join(';');
    const canonical = `POST\n/\n\n${lines}\n${signed}\n${hash('sha256', request.body)}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const text = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = createHmac('sha256', keyOf(day)).update(text).digest('hex');
    const authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
    return { ...headers, authorization };
  };
}
