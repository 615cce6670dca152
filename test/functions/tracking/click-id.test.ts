import { describe, expect, it } from 'vitest';
import { isVisitorId, makeClickId, makeVisitorId, parseClickId } from '../../../functions/tracking/click-id.ts';

const key = new TextEncoder().encode('one key');
const otherKey = new TextEncoder().encode('another key');
const visitorId = makeVisitorId('a visitor');
const occurredAt = Date.parse('2026-10-01T12:34:56.789Z');
const clickId = makeClickId(key, { visitorId, occurredAt, random: 'r1' });

describe('a click id', () => {
  it('says who clicked and when, to whoever has the key', () => {
    expect(parseClickId(key, clickId)).toEqual({ visitorId, occurredAt });
  });

  it('is short and safe in any address', () => {
    expect(clickId).toMatch(/^bp_[A-Za-z0-9_-]{48}$/);
  });

  it('differs for two clicks of one visitor in one millisecond', () => {
    expect(makeClickId(key, { visitorId, occurredAt, random: 'r2' })).not.toBe(clickId);
  });

  it('is nobody else’s when signed with another key', () => {
    expect(parseClickId(otherKey, clickId)).toBeNull();
  });

  it('is worth nothing after any letter of it was changed', () => {
    for (let index = 3; index < clickId.length; index += 1) {
      const letter = clickId[index] === 'A' ? 'B' : 'A';
      const forged = `${clickId.slice(0, index)}${letter}${clickId.slice(index + 1)}`;
      expect(parseClickId(key, forged), forged).toBeNull();
    }
  });

  it.each(['', 'bp_', 'clk_1', clickId.slice(1), `${clickId}A`, `${clickId} `, clickId.toUpperCase()])(
    'is not found in %j',
    (text) => {
      expect(parseClickId(key, text)).toBeNull();
    },
  );

  it('holds instants until the year 9999', () => {
    const late = Date.parse('9999-12-31T23:59:59.999Z');
    const id = makeClickId(key, { visitorId, occurredAt: late, random: 'r' });
    expect(parseClickId(key, id)?.occurredAt).toBe(late);
  });
});

describe('a visitor id', () => {
  it('is told from what somebody else wrote into the cookie', () => {
    expect(isVisitorId(visitorId)).toBe(true);
    for (const text of ['', 'vis_', 'vis_1', `${visitorId}A`, visitorId.slice(0, -1), '<script>']) {
      expect(isVisitorId(text), text).toBe(false);
    }
  });

  it('has one spelling', () => {
    // The last letter has four spare bits: only A, Q, g and w leave them empty.
    const last = visitorId.at(-1) ?? '';
    const other = String.fromCharCode(last.charCodeAt(0) + 1);
    expect(isVisitorId(`${visitorId.slice(0, -1)}${other}`)).toBe(false);
  });
});
