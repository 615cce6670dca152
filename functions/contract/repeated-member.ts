import type { Sentence } from '../../domain/said.ts';
import { fieldName } from './field-errors.ts';

/** Why a text of JSON is refused in which a member stands twice: parsers differ on which of the two counts. */
export const REPEATED: Sentence = {
  en: 'is given twice in one object; give it once',
  ja: '同じオブジェクトに2回指定されています。1回だけ指定してください。',
};

/** An object or list that is open where the scan stands; the names that an object had so far, and where in it the scan is. */
interface Open {
  readonly names: Set<string> | null;
  at: string | number;
}

/** The field of the first member that its object has twice, or null, in a text that `JSON.parse` takes. One pass over the text. */
export function repeatedMember(json: string): string | null {
  const open: Open[] = [];
  let isName = false;
  for (let index = 0; index < json.length; index += 1) {
    const inner = open.at(-1);
    switch (json[index]) {
      case '{':
      case '[':
        isName = json[index] === '{';
        open.push({ names: isName ? new Set() : null, at: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        isName = false;
        break;
      case ',':
        isName = inner?.names !== null;
        if (typeof inner?.at === 'number') inner.at += 1;
        break;
      case '"': {
        const end = endOfText(json, index);
        if (isName && inner?.names) {
          const name = json.slice(index + 1, end);
          inner.at = name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name;
          if (inner.names.has(inner.at)) return fieldName(open.map(({ at }) => at));
          inner.names.add(inner.at);
          isName = false;
        }
        index = end;
        break;
      }
      default:
    }
  }
  return null;
}

/** Where the text that begins at a quote has its closing one. */
function endOfText(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index += 1) {
    if (json[index] === '\\') index += 1;
    else if (json[index] === '"') return index;
  }
  return json.length;
}
