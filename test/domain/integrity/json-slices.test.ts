import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../domain/integrity/canonical.ts';
import { membersIn } from '../../../domain/integrity/json-slices.ts';

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

describe('canonical JSON cut into the texts of its parts', () => {
  it.each([
    ['{}', []],
    ['{"a":1}', [['"a"', '1']]],
    [
      '{"a":"}","b":[1,{"c":2}],"d":null}',
      [
        ['"a"', '"}"'],
        ['"b"', '[1,{"c":2}]'],
        ['"d"', 'null'],
      ],
    ],
    [
      String.raw`{"a\"b":"\\","c":"\\\"]"}`,
      [
        [String.raw`"a\"b"`, String.raw`"\\"`],
        ['"c"', String.raw`"\\\"]"`],
      ],
    ],
  ])('%s', (object, members) => {
    expect([...membersIn(object)].map(({ name, value }) => [name, value])).toEqual(members);
  });

  it('has every member and element as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (object) => {
        const members = [...membersIn(canonical(object))].map((member) => ({
          ...member,
          name: JSON.parse(member.name),
        }));
        const wanted = Object.entries(object).map(([name, value]) => ({
          name,
          value: canonical(value),
          elements: Array.isArray(value) ? value.map(canonical) : null,
        }));
        expect(members.sort(byName)).toEqual(wanted.sort(byName));
      }),
    );
  });
});
