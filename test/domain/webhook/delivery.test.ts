import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt, Delivery } from '../../../domain/webhook/delivery.ts';
import { afterAttempt, attemptsOf, replayed } from '../../../domain/webhook/delivery.ts';
import { nextAttemptAt, RETRY_SECONDS } from '../../../domain/webhook/retry-ladder.ts';

const NOW = Date.parse('2026-11-01T00:00:00Z');

const delivery: Delivery = {
  owner: 'merchant',
  endpointId: 'hook_1',
  eventId: 'evt_1',
  type: 'payout.confirmed',
  body: '{}',
  createdAt: NOW,
  round: 1,
  state: { status: 'waiting', until: NOW },
  attempts: [],
};

const answered = (status: number | null, at = NOW): Omit<Attempt, 'round'> => {
  return { at, milliseconds: 20, status, failure: null, answer: '' };
};

const afterAnswer = (before: Delivery, status: number | null, jitter = 0): Delivery => {
  const at = before.state.status === 'waiting' ? before.state.until : NOW;
  return afterAttempt(before, answered(status, at), { endedAt: at, jitter, waitSeconds: 0 });
};

describe('the ladder of attempts', () => {
  it.each([
    [0, '0 s'],
    [1, '5 s'],
    [2, '5 min'],
    [3, '30 min'],
    [4, '2 h'],
    [5, '5 h'],
    [6, '10 h'],
    [7, '14 h'],
    [8, '20 h'],
    [9, '24 h'],
  ])('after %i attempts the next waits %s', (attempts, wait) => {
    const [count, unit = ''] = wait.split(' ');
    const seconds = Number(count) * ({ s: 1, min: 60, h: 3600 }[unit] ?? 0);
    expect(nextAttemptAt(attempts, { failedAt: NOW, jitter: 0, waitSeconds: 0 })).toBe(NOW + seconds * 1000);
  });

  it('has no eleventh attempt, and lasts about three days', () => {
    expect(nextAttemptAt(10, { failedAt: NOW, jitter: 0, waitSeconds: 0 })).toBeNull();
    const hours = RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0) / 3600;
    expect(hours).toBeGreaterThan(72);
    expect(hours).toBeLessThan(80);
  });

  it.each([
    ['longer than the ladder, it is obeyed', 1, 60, 60],
    ['shorter than the ladder, the ladder stays', 3, 60, 30 * 60],
    ['for weeks, it is waited for a day', 1, 9_999_999, 24 * 3600],
  ])('when a receiver asks to wait %s', (_what, attempts, waitSeconds, seconds) => {
    expect(nextAttemptAt(attempts, { failedAt: NOW, jitter: 0, waitSeconds })).toBe(NOW + seconds * 1000);
    expect(nextAttemptAt(10, { failedAt: NOW, jitter: 0, waitSeconds })).toBeNull();
  });

  it('waits longer by a jitter of at most a fifth, never shorter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (n, jitter) => {
          const plain = (nextAttemptAt(n, { failedAt: NOW, jitter: 0, waitSeconds: 0 }) ?? 0) - NOW;
          const moved = (nextAttemptAt(n, { failedAt: NOW, jitter, waitSeconds: 0 }) ?? 0) - NOW;
          expect(moved).toBeGreaterThanOrEqual(plain);
          expect(moved).toBeLessThanOrEqual(plain * 1.2);
        },
      ),
    );
  });
});

describe('a delivery', () => {
  it.each([200, 201, 204, 299])('is delivered by an answer of %i', (status) => {
    expect(afterAnswer(delivery, status).state).toEqual({ status: 'delivered', at: NOW });
  });

  it.each([null, 199, 301, 302, 307, 400, 404, 429, 500, 503])('waits for its next attempt after %s', (status) => {
    expect(afterAnswer(delivery, status).state).toEqual({ status: 'waiting', until: NOW + 5000 });
  });

  it('ends at once when the receiver is gone for good', () => {
    expect(afterAnswer(delivery, 410).state).toEqual({ status: 'failed', at: NOW, reason: 'gone' });
  });

  it('fails when its tenth attempt fails, and replayed it has the whole ladder again', () => {
    let tried = delivery;
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      expect(tried.state.status).toBe('waiting');
      tried = afterAnswer(tried, 500);
    }
    expect(tried.state).toMatchObject({ status: 'failed', reason: 'exhausted' });
    const again = replayed(tried, NOW);
    expect(again).toMatchObject({ round: 2, eventId: 'evt_1', body: '{}', state: { status: 'waiting', until: NOW } });
    expect(attemptsOf(again)).toBe(0);
    expect(afterAnswer(again, 500).state).toEqual({ status: 'waiting', until: NOW + 5000 });
  });

  it('keeps the last thirty attempts, however often it is replayed', () => {
    let tried = delivery;
    for (let round = 1; round <= 40; round += 1) tried = replayed(afterAnswer(tried, 500), NOW);
    expect(tried.attempts).toHaveLength(30);
    expect(tried.attempts.at(-1)?.round).toBe(40);
  });
});
