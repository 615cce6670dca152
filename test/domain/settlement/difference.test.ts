import { describe, expect, it } from 'vitest';
import { differingMembers } from '../../../domain/settlement/difference.ts';

/** Differences as `field: stored → computed`. */
const found = (stored: unknown, computed: unknown) =>
  [...differingMembers(stored, computed)].map(({ field, stored: was, computed: is }) => `${field}: ${was} → ${is}`);

describe('what differs between two values', () => {
  it('is nothing where they are equal, however deep', () => {
    expect(found({ a: [{ b: 1 }, null] }, { a: [{ b: 1 }, null] })).toEqual([]);
  });

  it.each<[string, unknown, unknown, readonly string[]]>([
    ['a text by itself', 'x', 'y', [': x → y']],
    ['a number', 1, 2, [': 1 → 2']],
    ['a member by its path', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, ['a.c: 2 → 3']],
    ['a member that was added', {}, { a: 1 }, ['a: null → 1']],
    ['a member that is gone', { a: 'x' }, {}, ['a: x → null']],
    ['nothing told from null told', { a: null }, {}, ['a: null → null']],
    ['an object from null', { a: null }, { a: { b: 1 } }, ['a: null → {"b":1}']],
    ['an object from a text', { a: {} }, { a: 'x' }, ['a: {} → x']],
    ['a list from an object', { a: [1] }, { a: { 0: 1 } }, ['a: [1] → {"0":1}']],
    ['two places of a list', [1, 2, 3], [1, 4, 5], ['[1]: 2 → 4', '[2]: 3 → 5']],
    ['a list inside a list', [[1]], [[2]], ['[0][0]: 1 → 2']],
    ['a member of an element', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ['a[0].b: 1 → 2']],
  ])('tells %s', (_, stored, computed, expected) => {
    expect(found(stored, computed)).toEqual(expected);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['conversion', { conversionId: 'c1' }, 'c1'],
    ['line and rule', { lineId: '1', rule: 'base' }, '1/base'],
    ['line and the id of the rule', { ruleId: 'base', lineId: '1' }, '1/base'],
    ['place, rule and partner', { position: 0, payId: 'base', partnerId: 'ptn_1' }, 'base/0/ptn_1'],
    ['bonus', { bonus: 'b1' }, 'b1'],
    ['recruited partner', { recruited: 'ptn_2' }, 'ptn_2'],
    ['id', { id: 'imp_1' }, 'imp_1'],
  ])('finds an element of a list by its %s, wherever it stands', (_, names, name) => {
    const other = { id: 'other', amount: 1 };
    expect(found([{ ...names, amount: 1 }, other], [other, { ...names, amount: 2 }])).toEqual([
      `[${name}].amount: 1 → 2`,
    ]);
  });

  it('names an element that is missing and one that is new', () => {
    expect(found([{ id: 'a' }], [{ id: 'b' }])).toEqual(['[a]: {"id":"a"} → null', '[b]: null → {"id":"b"}']);
  });

  it('tells two elements of one name apart by their place', () => {
    expect(
      found(
        [
          { id: 'a', n: 1 },
          { id: 'a', n: 2 },
        ],
        [
          { id: 'a', n: 1 },
          { id: 'a', n: 3 },
        ],
      ),
    ).toEqual(['[a#1].n: 2 → 3']);
  });

  it('takes no object for a name', () => {
    expect(found([{ rule: { rate: '0.1' } }], [{ rule: { rate: '0.2' } }])).toEqual(['[0].rule.rate: 0.1 → 0.2']);
  });

  it('shows the first 200 letters of a long value', () => {
    expect(found('x'.repeat(200), 'y'.repeat(201))).toEqual([`: ${'x'.repeat(200)} → ${'y'.repeat(200)}…`]);
  });
});
