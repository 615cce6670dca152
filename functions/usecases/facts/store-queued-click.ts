import { DomainError } from '../../../domain/errors.ts';
import type { Deps, UnstoredClick } from '../../runtime/deps.ts';

/** Stores a click that a queue kept while the store was away; its visitor has long gone on. */
export async function storeQueuedClick(
  { stores }: Pick<Deps, 'stores'>,
  { scope, click }: UnstoredClick,
): Promise<void> {
  const { outcome } = await stores.clicks.putClick(scope, click);
  // There are few of these, so that the program's model is not asked for.
  if (outcome !== 'conflict') return await stores.clicks.noteVisitor(scope, click);
  throw new DomainError('click.conflict', {
    en: `click ${click.fact.clickId} is already recorded with other content`,
    ja: `内容の異なるクリック${click.fact.clickId}が登録済みです`,
  });
}
