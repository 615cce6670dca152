import { describe, expect, it } from 'vitest';
import { pointedAt, pointerNames, pruned } from '../../../domain/connector/prune.ts';

const sent = { a: [{ b: 1, c: 'secret' }], 'd/e': { '~f': true }, g: null };

describe('what a vendor sent', () => {
  it('is kept by the names of its members, whatever leads to them', () => {
    expect(pruned(sent, new Set(['a', 'b', 'g']))).toEqual({ a: [{ b: 1 }], g: null });
  });

  it.each([
    ['', sent],
    ['/a/0/b', 1],
    ['/d~1e/~0f', true],
    ['/g', null],
    ['/a/1', undefined],
    ['/toString', undefined],
    ['/a/0/b/c', undefined],
  ])('is looked up by the pointer "%s"', (pointer, found) => {
    expect(pointedAt(sent, pointer)).toEqual(found);
  });

  it('is led to by names that may hold slashes', () => {
    expect(pointerNames('/d~1e/~0f')).toEqual(['d/e', '~f']);
  });
});
