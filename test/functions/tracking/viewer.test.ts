import { describe, expect, it } from 'vitest';
import { viewerOf } from '../../../functions/tracking/viewer.ts';

const SECRET = 'the-edge-alone-knows-it';
const http = { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' };
const seen = (headers: Record<string, string>, secrets: readonly string[] = [SECRET]) =>
  viewerOf({ headers, requestContext: { http } as Parameters<typeof viewerOf>[0]['requestContext'] }, secrets).address;

describe('who asks', () => {
  it.each([
    ['whom the edge saw', { 'x-bunpai-edge': SECRET, 'x-bunpai-viewer': '203.0.113.7' }, [SECRET], '203.0.113.7'],
    [
      'also by the secret that it sent before',
      { 'x-bunpai-edge': 'old', 'x-bunpai-viewer': '203.0.113.7' },
      [SECRET, 'old'],
      '203.0.113.7',
    ],
    ['whom the gateway saw, without the edge', {}, [SECRET], '192.0.2.1'],
    ['not what a caller says', { 'x-bunpai-viewer': '203.0.113.7' }, [SECRET], '192.0.2.1'],
    ['nor with a guess', { 'x-bunpai-edge': `${SECRET}?`, 'x-bunpai-viewer': '203.0.113.7' }, [SECRET], '192.0.2.1'],
    ['nor with nothing', { 'x-bunpai-edge': '', 'x-bunpai-viewer': '203.0.113.7' }, [SECRET], '192.0.2.1'],
    ['nor where there is no edge', { 'x-bunpai-edge': '', 'x-bunpai-viewer': '203.0.113.7' }, [], '192.0.2.1'],
  ])('is %s', (_, headers, secrets, address) => {
    expect(seen(headers as Record<string, string>, secrets)).toBe(address);
  });
});
