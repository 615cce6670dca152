import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import aws4 from 'aws4';
import type { Item } from './codec.ts';
import { plainItem } from './codec.ts';
import type { TableClient } from './table-client.ts';

/** By whom a request is made. A session token comes with keys that end, such as those of a function. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface DirectSettings {
  /** Such as `https://dynamodb.ap-northeast-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** How long a try may be without an answer. */
  readonly attemptMilliseconds: number;
  /** What an engine takes that checks no signature; absent: requests are signed. */
  readonly signature?: Readonly<Record<string, string>>;
}

const ATTEMPTS_MAX = 3;
const PAUSE_MILLISECONDS = 50;
const SOCKETS_MAX = 50;

/** Refusals that may be none the next time, by https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html. */
const PASSING = ['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'];

/**
 * DynamoDB's JSON protocol over Node's own HTTP, for the redirect and for the engine of a laptop: the SDK takes twice its
 * processor time, and longer to start. A try that is not answered in time is made again, then it fails.
 */
export function directClient(settings: DirectSettings): TableClient {
  const ask = asking(settings);
  return {
    get: async (asked) => {
      const { Item } = granted(await ask('GetItem', asked));
      return Item ? plainItem(Item) : null;
    },
    put: async (asked) => {
      const answer = await ask('PutItem', asked);
      if (typeOf(answer) === 'ConditionalCheckFailedException') {
        return { there: answer.body.Item ? plainItem(answer.body.Item) : null };
      }
      granted(answer);
      return null;
    },
    query: async (asked) => {
      const { Items = [], LastEvaluatedKey } = granted(await ask('Query', asked));
      return { items: Items.map(plainItem), next: LastEvaluatedKey && { ...plainItem(LastEvaluatedKey) } };
    },
  };
}

type Image = Readonly<Record<string, unknown>>;

interface Body {
  readonly Item?: Image;
  readonly Items?: readonly Image[];
  readonly LastEvaluatedKey?: Image;
  /** What is wrong: `com.amazonaws.dynamodb.v20120810#ThrottlingException`. */
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** Asks until there is an answer that another try would not change. */
function asking({ endpoint, region, credentials, attemptMilliseconds, signature }: DirectSettings) {
  const url = new URL(endpoint);
  // To import `node:http` is to load Node's fetch too, which takes 40 ms; only an engine on loopback speaks it.
  const { Agent, request } = url.protocol === 'https:' ? https : process.getBuiltinModule('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  const place = { hostname: url.hostname, port: url.port, path: '/', method: 'POST', service: 'dynamodb', region };
  const { sessionToken, ...key } = credentials;
  const signer = sessionToken === undefined ? key : { ...key, sessionToken };
  const headersOf = (operation: string) => ({
    Host: url.host,
    'Content-Type': 'application/x-amz-json-1.0',
    'X-Amz-Target': `DynamoDB_20120810.${operation}`,
  });

  const signed = (operation: string, body: string) => {
    const headers = headersOf(operation);
    if (signature === undefined) return aws4.sign({ ...place, headers, body }, signer);
    return { ...place, headers: { ...headers, 'Content-Length': Buffer.byteLength(body), ...signature } };
  };

  const attempt = (operation: string, body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ ...signed(operation, body), agent, timeout: attemptMilliseconds }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) as Body });
          } catch (error) {
            reject(error);
          }
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer from ${url.host} in ${attemptMilliseconds} ms`)));
      sent.on('error', reject);
      sent.end(body);
    });

  return async (operation: string, asked: object): Promise<Answer> => {
    const body = JSON.stringify(wired(asked));
    for (let number = 1; ; number += 1) {
      try {
        const answer = await attempt(operation, body);
        if (!isPassing(answer) || number === ATTEMPTS_MAX) return answer;
      } catch (error) {
        if (number === ATTEMPTS_MAX) throw error;
      }
      await sleep(PAUSE_MILLISECONDS * 2 ** number * Math.random());
    }
  };
}

function isPassing(answer: Answer): boolean {
  return answer.status >= 500 || PASSING.includes(typeOf(answer));
}

function typeOf({ body }: Answer): string {
  return body.__type?.split('#').at(-1) ?? '';
}

function granted(answer: Answer): Body {
  const { status, body } = answer;
  if (status === 200) return body;
  throw new Error(`DynamoDB refused: ${status} ${typeOf(answer)}: ${body.message ?? body.Message ?? ''}`);
}

const WITH_VALUES = ['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues'];

function wired(asked: object): object {
  const wire = ([name, value]: [string, unknown]) =>
    WITH_VALUES.includes(name) && value ? [name, attributesOf(value as Partial<Item>)] : [name, value];
  return Object.fromEntries(Object.entries(asked).map((field) => wire(field as [string, unknown])));
}

function attributesOf(values: object): object {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, attributeOf(value)]));
}

function attributeOf(value: unknown): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  throw new Error(`an item holds texts, numbers and bytes, got ${typeof value}`);
}
