// The process of `steadyRedirects`: calls a bundled handler, and prints a line of JSON with how long each call took.

import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import type { HttpEvent, HttpHandler } from '../../functions/runtime/stack.ts';

interface Asked {
  readonly file: string;
  readonly rate: number;
  readonly seconds: number;
  readonly links: number;
}

const WARM_UP = 200;
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

const { file, rate, seconds, links } = JSON.parse(process.argv[2] ?? '') as Asked;
const { handler } = (await import(file)) as { readonly handler: HttpHandler };
const clicks: string[] = [];

for (let number = 0; number < WARM_UP; number += 1) await call(number);
const calls: Promise<number>[] = [];
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
for (let number = 0; number < rate * seconds; number += 1) {
  const wait = startedAt + (number * 1000) / rate - performance.now();
  if (wait > 0) await sleep(wait);
  calls.push(call(number));
}
const times = await Promise.all(calls);
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(`${JSON.stringify({ times, processorMs: (user + system) / 1000 / times.length, clicks })}\n`);

async function call(number: number): Promise<number> {
  const event = visit(`lnk_${number % links}`, number);
  const before = performance.now();
  const { headers } = await handler(event, {} as Context);
  const took = performance.now() - before;
  clicks.push(new URL(String(headers?.['location'])).searchParams.get('bpid') ?? '');
  return took;
}

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
