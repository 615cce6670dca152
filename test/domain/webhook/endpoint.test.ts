import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../domain/webhook/endpoint.ts';
import { changed, hears, secretsAt, withSecret } from '../../../domain/webhook/endpoint.ts';

const NOW = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 3_600_000;

const endpoint: Endpoint = {
  owner: 'merchant',
  endpointId: 'hook_1',
  url: 'https://shop.example.com/hooks',
  types: [],
  description: '',
  revision: 1,
  state: { status: 'enabled' },
  secrets: [{ sealed: 'first', since: NOW, endsAt: null }],
  createdAt: NOW,
  createdBy: 'admin@example.com',
  changedAt: NOW,
};
const sealedAt = (of: Endpoint, at: number): string[] => secretsAt(of, at).map(({ sealed }) => sealed);

describe('the secrets of an endpoint', () => {
  const oldEndsAt = NOW + 24 * HOUR;
  const rotated = withSecret(endpoint, { sealed: 'second', now: NOW, oldEndsAt });

  it('both sign until the stated time, the new one first, and then the new one alone', () => {
    expect(sealedAt(rotated, NOW)).toEqual(['second', 'first']);
    expect(sealedAt(rotated, oldEndsAt - 1)).toEqual(['second', 'first']);
    expect(sealedAt(rotated, oldEndsAt)).toEqual(['second']);
    expect(rotated.revision).toBe(2);
  });

  it('are two at the most: a second rotation gives up the oldest', () => {
    const twice = withSecret(rotated, { sealed: 'third', now: NOW + HOUR, oldEndsAt: NOW + 2 * HOUR });
    expect(sealedAt(twice, NOW + HOUR)).toEqual(['third', 'second']);
  });

  it('a leaked one ends at once when it is to sign no longer', () => {
    const leaked = withSecret(endpoint, { sealed: 'second', now: NOW, oldEndsAt: NOW });
    expect(sealedAt(leaked, NOW)).toEqual(['second']);
  });
});

describe('who hears of what', () => {
  const payout = { type: 'payout.confirmed', partnerId: 'ptn_1' };
  const close = { type: 'settlement.closed', partnerId: null };
  const own: Endpoint = { ...endpoint, owner: 'partner/ptn_1' };
  const off = { status: 'disabled', reason: 'by-hand', since: NOW } as const;

  it.each([
    ['the merchant hears of everything', endpoint, payout, true],
    ['the merchant hears of what concerns no partner', endpoint, close, true],
    ['a partner hears of what is its own', own, payout, true],
    ['a partner does not hear of what is another’s', { ...own, owner: 'partner/ptn_2' } as Endpoint, payout, false],
    ['a partner does not hear of what concerns all', own, close, false],
    ['an endpoint with types hears of these', { ...endpoint, types: ['payout.confirmed'] }, payout, true],
    ['an endpoint with types hears of no other', { ...endpoint, types: ['payout.returned'] }, payout, false],
    ['a disabled endpoint hears of nothing', changed(endpoint, { state: off }, NOW), payout, false],
  ])('%s', (_rule, of, event, does) => {
    expect(hears(of, event)).toBe(does);
  });
});
