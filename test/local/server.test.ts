import { createConnection } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalServer, ServedRoute } from '../../infra/local/server.ts';
import { startServer } from '../../infra/local/server.ts';

let server: LocalServer;
afterEach(async () => {
  await server.stop();
});

/** A host with one route, and what its function was given. */
async function serve(handle: ServedRoute['handle']) {
  const errors: unknown[] = [];
  const given: APIGatewayProxyEventV2[] = [];
  server = await startServer({
    port: 0,
    routes: [
      {
        method: 'POST',
        path: '/v1/things/{thingId}',
        handle: (event) => {
          given.push(event);
          return handle(event);
        },
      },
    ],
    onError: (error) => errors.push(error),
  });
  return { errors, given, address: server.address };
}

describe('the HTTP server of the laptop host', () => {
  it('hands a request to its function as API Gateway does', async () => {
    const { given, address } = await serve(async () => ({ statusCode: 201, body: '{}' }));
    await fetch(`${address}/v1/things/a%20b?x=1&y=%E5%88%86&x=2&constructor=3`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Thing': 'one', cookie: 'a=1; b=2' },
      body: '{"name":"分配"}',
    });
    expect(given[0]).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/things/{thingId}',
      rawPath: '/v1/things/a%20b',
      rawQueryString: 'x=1&y=%E5%88%86&x=2&constructor=3',
      queryStringParameters: { x: '1,2', y: '分', constructor: '3' },
      pathParameters: { thingId: 'a b' },
      cookies: ['a=1', 'b=2'],
      headers: { 'content-type': 'application/json', 'x-thing': 'one' },
      body: '{"name":"分配"}',
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', path: '/v1/things/a%20b', sourceIp: '127.0.0.1' } },
    });
    expect(given[0]?.headers['cookie']).toBeUndefined();
  });

  it('sends an answer as the gateway does: status, headers, cookies, text and bytes', async () => {
    const cookies = ['a=1; Path=/', 'b=2'];
    const headers = { 'content-type': 'text/plain', 'x-answer': '1' };
    const body = Buffer.from('明細').toString('base64');
    const { address } = await serve(async () => ({ statusCode: 202, headers, cookies, body, isBase64Encoded: true }));
    const response = await fetch(`${address}/v1/things/1`, { method: 'POST' });
    expect([response.status, response.headers.get('x-answer')]).toEqual([202, '1']);
    expect(response.headers.getSetCookie()).toEqual(cookies);
    expect(await response.text()).toBe('明細');
  });

  it('tells a broken function as an internal problem, and nothing of what broke', async () => {
    const { address, errors } = await serve(async () => {
      throw new Error('a secret');
    });
    const response = await fetch(`${address}/v1/things/1`, { method: 'POST' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(String(errors[0])).toContain('a secret');
  });

  it('goes on after a request that is not HTTP and one whose path cannot be read', async () => {
    const { address } = await serve(async () => ({ statusCode: 200, body: '{}' }));
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = createConnection(Number(new URL(address).port), '127.0.0.1', () => socket.end(text));
        socket.setEncoding('utf8').on('data', (piece: string) => {
          answer += piece;
        });
        socket.on('close', () => resolve(answer));
        socket.on('error', () => resolve(answer));
      });
    expect(await raw('nonsense\r\n\r\n')).toContain('400');
    expect(await raw('POST /v1/things/%E5%8 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('404');
    expect(await raw('POST * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/40[04]/);
    expect((await fetch(`${address}/v1/things/1`, { method: 'POST' })).status).toBe(200);
  });

  it('takes the next port when the wanted one is taken', async () => {
    const { address } = await serve(async () => ({ statusCode: 200, body: '{}' }));
    const taken = Number(new URL(address).port);
    const other = await startServer({ port: taken, routes: [], onError: () => {} });
    expect(Number(new URL(other.address).port)).toBeGreaterThan(taken);
    await other.stop();
  });

  it('answers what is in hand before it stops', async () => {
    let arrive: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    let answer: () => void = () => {};
    const { address } = await serve(async () => {
      arrive();
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { statusCode: 200, body: 'whole' };
    });
    const response = fetch(`${address}/v1/things/1`, { method: 'POST' });
    await arrived;
    const stopped = server.stop();
    answer();
    expect(await (await response).text()).toBe('whole');
    await stopped;
    await expect(fetch(`${address}/v1/things/1`)).rejects.toThrow();
  });
});
