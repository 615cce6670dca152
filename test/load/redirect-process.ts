// The process of `steadyRedirects`: calls a bundled handler, and prints a line of JSON with how long each call took.

import process from 'node:process';
import type { Context } from 'aws-lambda';
import type { HttpEvent, HttpHandler } from '../../functions/runtime/operation/stack.ts';
import type { Pace } from './steadily.ts';
import { steadily } from './steadily.ts';

interface Asked extends Pace {
  readonly file: string;
  readonly links: number;
}

const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

const { file, links, ...pace } = JSON.parse(process.argv[2] ?? '') as Asked;
const { handler } = (await import(file)) as { readonly handler: HttpHandler };
const clicks: string[] = [];
const steady = await steadily(pace, async (number) => {
  const { headers } = await handler(visit(`lnk_${number % links}`, number), {} as Context);
  clicks.push(new URL(String(headers?.['location'])).searchParams.get('bpid') ?? '');
});
process.stdout.write(`${JSON.stringify({ ...steady, clicks })}\n`);

function visit(linkId: string, number: number): HttpEvent {
  const path = `/t/${linkId}`;
  const at = {
    accountId: '0',
    apiId: 'load',
    domainName: 'track.example.com',
    domainPrefix: 'track',
    stage: '$default',
  };
  const http = { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: `192.0.2.${number % 250}`, userAgent: BROWSER };
  const [routeKey, requestId] = ['GET /t/{linkId}', `req_${number}`];
  return {
    ...{ version: '2.0', routeKey, rawPath: path, rawQueryString: '', pathParameters: { linkId } },
    headers: { host: 'track.example.com', 'user-agent': BROWSER, 'accept-language': 'ja' },
    requestContext: { ...at, http, requestId, routeKey, time: '', timeEpoch: 0 },
    isBase64Encoded: false,
  };
}
