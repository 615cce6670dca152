// The process of `steadyPuts`: puts what is as large as a click, over plain HTTP and signed by nobody, and prints a line of JSON with
// how long each put took. No function that stores a click can be faster on the same machine.

import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import process from 'node:process';
import type { Pace } from './steadily.ts';
import { steadily } from './steadily.ts';

const BODY_BYTES = 150;

const url = process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
const agent = new Agent({ keepAlive: true });
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.PutItem',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
};
const rest = JSON.stringify({
  TableName: process.env['TRACKING_TABLE'],
  ConditionExpression: 'attribute_not_exists(pk)',
  Item: { sk: { S: '-' }, b: { B: randomBytes(BODY_BYTES).toString('base64') }, pk: { S: 'KEY' } },
});

const pace = JSON.parse(process.argv[2] ?? '') as Pace;
process.stdout.write(`${JSON.stringify(await steadily(pace, put))}\n`);

function put(): Promise<void> {
  const body = rest.replace('KEY', `bare#${randomBytes(12).toString('hex')}`);
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { agent, method: 'POST', headers: { ...headers, ...length } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the engine answers ${response.statusCode}`));
      response.on('end', resolve).on('error', reject).resume();
    });
    sent.on('error', reject).end(body);
  });
}
