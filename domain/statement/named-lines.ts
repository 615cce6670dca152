import type { Sentence } from '../said.ts';
import type { Statement } from './statement.ts';

type Named = Pick<Statement, 'lines' | 'bonuses' | 'overrides' | 'movements'>;

/** Where on a statement the ids stand by which a dispute names what it is about. */
const NAMED_IN = ['lines[].conversionId', 'bonuses[].bonus', 'overrides[].recruited'];
const MOVEMENT_IDS = 'movements[].id';

/** Why each id that a dispute names may not be named, by its place; null: it stands on the statement, and is named once. */
export function reasonsAgainst(ids: readonly string[], statement: Named): readonly (Sentence | null)[] {
  const known = new Set([
    ...statement.lines.map(({ conversionId }) => conversionId),
    ...statement.bonuses.map(({ bonus }) => bonus),
    ...statement.overrides.map(({ recruited }) => recruited),
    ...(statement.movements ?? []).map(({ id }) => id),
  ]);
  return ids.map((id, at) => {
    const first = ids.indexOf(id);
    if (first < at) {
      return {
        en: `"${id}" is also lines[${first}]; name it once`,
        ja: `"${id}"はlines[${first}]と重複しています。1回だけ指定してください。`,
      };
    }
    if (known.has(id)) return null;
    return {
      en: `"${id}" does not stand on the statement: ids stand in its ${NAMED_IN.join(', ')} and ${MOVEMENT_IDS}; what is missing there is claimed`,
      ja: `"${id}"は明細書にありません。明細書の${NAMED_IN.join('、')}、${MOVEMENT_IDS}のいずれかを指定してください。明細書にない成果は申請してください。`,
    };
  });
}
