import { describe, expect, it } from 'vitest';
import { examples } from '../../../functions/contract/examples.ts';
import { fieldFaults } from '../../../functions/contract/field-errors.ts';
import type { RouteName } from '../../../functions/contract/routes.ts';
import { routes } from '../../../functions/contract/routes.ts';
import { sentenceOf, told } from '../../../functions/contract/told.ts';
import { refusedBy } from './wrong-values.ts';

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Han}]/u;
/** What was got is quoted as JSON, or is a number. */
const GOT = /, got ("(?:[^"\\]|\\.)*"|-?\d+)/;
const names = Object.keys(routes) as RouteName[];

describe('a sentence in the message of a schema', () => {
  it('comes back as it was said, also where input holds what sets it apart', () => {
    const said = { en: 'must be a name, got "a\u001fb"', ja: '名前を指定してください（入力値: "a\u001fb"）' };
    expect(sentenceOf(told(said))).toEqual(said);
    expect(sentenceOf('Invalid input')).toBeNull();
  });
});

describe('what is wrong with a request', () => {
  it.each(names)('is told in Japanese, and shows the same of what was sent: %s', (name) => {
    const [route, example] = [routes[name], examples[name]];
    for (const part of ['parameters', 'query', 'body'] as const) {
      const [schema, good] = [route[part], example[part]];
      if (schema === null || good === undefined) continue;
      for (const { error } of refusedBy(schema, good)) {
        for (const { field, reason } of fieldFaults(error)) {
          expect(reason.ja, field).toMatch(JAPANESE);
          expect(reason.en + reason.ja, field).not.toMatch(/undefined|\[object/);
          const [, got] = GOT.exec(reason.en) ?? [];
          if (got !== undefined) expect(reason.ja, `${field}: ${reason.en}`).toContain(got);
        }
      }
    }
  });
});
