import type { LookupAddress } from 'node:dns';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postWebhook } from '../../../functions/webhook/post-webhook.ts';
import { isPublicAddress } from '../../../functions/webhook/public-address.ts';
import { urlRefusal } from '../../../functions/webhook/webhook-url.ts';

let stop = (): void => {};
afterEach(() => stop());

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
}

const post = (url: string, options: Partial<Parameters<typeof postWebhook>[0]> = {}) =>
  postWebhook({ allowsLocal: true, ...options })({ url, headers: { 'webhook-id': 'evt_1' }, body: '{"a":"é"}' });

const leadsTo = (...addresses: string[]): (() => Promise<LookupAddress[]>) => {
  return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

describe('addresses of the public internet', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['private', '10.0.0.1', '172.16.0.1', '192.168.1.1', 'fd00::1', '::ffff:192.168.0.1'],
    ['loopback', '127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'],
    ['link-local', '169.254.1.1', 'fe80::1', 'fe80::1%eth0'],
    ['metadata of a cloud', '169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192'],
    ['of a carrier, reserved, broadcast, multicast', '100.64.0.1', '240.0.0.1', '255.255.255.255', '224.0.0.1'],
    ['for documents and tests', '192.0.2.1', '198.18.0.1', '203.0.113.9', '2001:db8::1'],
    ['unspecified', '0.0.0.0', '::'],
    ['a way to others by translation', '64:ff9b::a00:1', '2002:a00:1::', '2001::1', '::7f00:1', 'fec0::1'],
    ['none at all', 'localhost', '', '0x7f.1', '1.2.3'],
  ])('none is %s', (_kind, ...addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });
});

describe('where a webhook may go', () => {
  it.each([
    ['https://shop.example.com/hooks?a=1', null],
    ['https://8.8.8.8:8443/', null],
    ['shop.example.com', 'must be a whole address, such as "https://shop.example.com/webhooks"'],
    ['http://shop.example.com/', 'must begin with https://'],
    ['ftp://shop.example.com/', 'must begin with https://'],
    ['https://user:pass@shop.example.com/', 'must hold no user and no password'],
    ['https://shop.example.com/#x', 'must hold no fragment'],
    ['https://127.0.0.1/', '127.0.0.1 is no address of the public internet'],
    ['https://2130706433/', '127.0.0.1 is no address of the public internet'],
    ['https://0x7f.1/', '127.0.0.1 is no address of the public internet'],
    ['https://[::ffff:a9fe:a9fe]/', '::ffff:a9fe:a9fe is no address of the public internet'],
    ['http://localhost:9000/', 'must begin with https://'],
  ])('%s: %s', (url, refusal) => {
    expect(urlRefusal(url, false)?.en ?? null).toBe(refusal);
  });

  it('to the laptop itself, also without TLS, only where the host says so', () => {
    for (const url of [
      'http://localhost:9000/',
      'http://127.0.0.1:9000/',
      'http://[::1]:9000/',
      'https://127.0.0.1/',
    ]) {
      expect([url, urlRefusal(url, true)]).toEqual([url, null]);
      expect(urlRefusal(url, false)).not.toBeNull();
    }
    expect(urlRefusal('http://192.168.0.9/', true)?.en).toBe('must begin with https://');
    expect(urlRefusal('https://192.168.0.9/', true)?.en).toBe('192.168.0.9 is no address of the public internet');
  });
});

describe('posting a webhook', () => {
  it('brings the receiver its headers and body as they are, and comes back with the answer', async () => {
    let heard: unknown;
    const url = await receiver(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      heard = { method: request.method, path: request.url, id: request.headers['webhook-id'], body };
      response.writeHead(202).end('x'.repeat(10_000));
    });
    expect(await post(url)).toMatchObject({ status: 202, failure: null, answer: 'x'.repeat(500) });
    expect(heard).toEqual({ method: 'POST', path: '/hooks', id: 'evt_1', body: '{"a":"é"}' });
  });

  it('follows no redirect: it is an answer like any other', async () => {
    const asked: (string | undefined)[] = [];
    const url = await receiver((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/inside' }).end();
    });
    expect(await post(url)).toMatchObject({ status: 302, failure: null });
    expect(asked).toEqual(['/hooks']);
  });

  it.each([
    [429, '120', 120],
    [503, 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
    [503, 'soon', 0],
    [500, '120', 0],
  ])('of an answer %i with Retry-After %s waits %i seconds', async (status, header, waitSeconds) => {
    const url = await receiver((_request, response) => {
      response.writeHead(status, { 'retry-after': header }).end();
    });
    expect(await post(url)).toMatchObject({ status, waitSeconds });
  });

  it('gives up on a receiver that does not answer in time', async () => {
    const url = await receiver(() => {});
    const { status, failure } = await post(url, { timeoutMilliseconds: 50 });
    expect({ status, code: failure?.code }).toEqual({ status: null, code: 'timeout' });
  });

  it('says when nobody is there', async () => {
    const url = await receiver(() => {});
    stop();
    expect((await post(url)).failure?.code).toBe('connection');
    const unknown = await post('https://nowhere.invalid/', {
      resolve: async () => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.invalid'), { code: 'ENOTFOUND' });
      },
    });
    expect(unknown.failure?.code).toBe('not-found');
  });

  it.each(['127.0.0.1', '10.0.0.5', '169.254.169.254', '::1', 'fd00:ec2::254', '::ffff:127.0.0.1'])(
    'goes nowhere when the name leads to %s, nor when only one of its addresses does',
    async (address) => {
      for (const resolve of [leadsTo(address), leadsTo('8.8.8.8', address)]) {
        const { status, failure } = await post('https://shop.example.com/', { allowsLocal: false, resolve });
        expect({ status, failure }).toEqual({
          status: null,
          failure: { code: 'address-forbidden', note: `shop.example.com leads to ${address}, which is not public` },
        });
      }
    },
  );

  it('a name that is public when it is looked at and private when it is asked again gets nothing', async () => {
    let isReached = false;
    const port = new URL(
      await receiver((_request, response) => {
        isReached = true;
        response.end();
      }),
    ).port;
    let times = 0;
    const rebinding = async (): Promise<LookupAddress[]> => {
      times += 1;
      return await leadsTo(times === 1 ? '8.8.8.8' : '127.0.0.1')();
    };
    // Whoever checked before would have been told a public address.
    expect((await rebinding())[0]?.address).toBe('8.8.8.8');
    const { failure } = await post(`https://shop.example.com:${port}/`, { allowsLocal: false, resolve: rebinding });
    expect(failure?.code).toBe('address-forbidden');
    expect([times, isReached]).toEqual([2, false]);
  });

  it('connects to the very address that was checked, and asks for it once', async () => {
    const url = new URL(await receiver((_request, response) => response.writeHead(204).end()));
    let times = 0;
    const resolve = async (): Promise<LookupAddress[]> => {
      times += 1;
      return await leadsTo(times === 1 ? '127.0.0.1' : '203.0.113.9')();
    };
    expect(await post(`http://localhost:${url.port}/`, { resolve })).toMatchObject({ status: 204 });
    expect(times).toBe(1);
  });
});
