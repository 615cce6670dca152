import { DomainError } from '../../../domain/errors.ts';
import { isDataDriven } from '../../../domain/partner/program.ts';
import { formatInstant } from '../../../domain/time.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { parseClickId } from '../../tracking/click-id.ts';
import { knownPartner, refuseFuture } from '../terms/known.ts';
import { programOf } from '../terms/load-terms.ts';
import { accepted } from './put-fact.ts';

/** Records a click that the merchant's own systems saw, or that a queue kept while the store was away. */
export async function recordClick(deps: Deps, command: { scope: Scope; click: Click }): Promise<Recorded<Click>> {
  const { scope, click } = command;
  const program = await programOf(deps, scope);
  refuseFuture(deps, click.occurredAt);
  await knownPartner(deps, { merchantId: scope.merchantId, partnerId: click.partnerId, field: 'partnerId' });
  refuseContradiction(deps, click);
  const put = await deps.stores.clicks.putClick(scope, { fact: click, recordedAt: deps.now() });
  const recorded = accepted(put, click, {
    name: { en: `click ${click.clickId}`, ja: `クリック${click.clickId}` },
    code: 'click.conflict',
  });
  if (isDataDriven(program.attribution.model)) await deps.stores.clicks.noteVisitor(scope, recorded);
  return recorded;
}

/** An id that we signed says who clicked and when; the store finds the click by that. */
function refuseContradiction(deps: Deps, click: Click): void {
  const signed = parseClickId(deps.clickIdKey, click.clickId);
  if (!signed) return;
  for (const field of ['visitorId', 'occurredAt'] as const) {
    if (signed[field] === click[field]) continue;
    const [wanted, got] = [signed[field], click[field]].map((said) =>
      typeof said === 'number' ? formatInstant(said) : said,
    );
    const message = {
      en: `must be what the signed click id says, ${wanted}, got ${got}`,
      ja: `署名付きクリックIDの内容（${wanted}）と同じにしてください（入力値: ${got}）`,
    };
    throw new DomainError('click.mismatch', message, { field });
  }
}
