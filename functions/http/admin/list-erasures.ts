import { accessRoutes } from '../../contract/routes/access.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { erasureAnswer } from '../erasure-wire.ts';
import { pageOf } from '../page.ts';

/** Whose personal data was erased, by partner. */
export const listErasures = operation(accessRoutes.listErasures, async ({ deps, caller, query }) => {
  const all = await deps.stores.erasures.erasures(caller.merchantId);
  const { items, next } = pageOf(all, query, ({ partnerId }) => partnerId);
  return { body: { erasures: items.map(erasureAnswer), next } };
});

export const handler = listErasures.handlerOn(awsHost);
