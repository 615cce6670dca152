import { DomainError } from '../../../domain/errors.ts';
import type { ClickId } from '../../../domain/ids.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { programOf } from '../terms/load-terms.ts';

/** A click as it was recorded, until its time is over. */
export async function readClick(
  deps: Deps,
  { scope, clickId }: { readonly scope: Scope; readonly clickId: ClickId },
): Promise<Click> {
  await programOf(deps, scope);
  const click = await deps.stores.clicks.click(scope, clickId);
  if (click === null)
    throw new DomainError('click.not-found', {
      en: `there is no click ${clickId}`,
      ja: `クリック${clickId}は見つかりません`,
    });
  return click;
}
