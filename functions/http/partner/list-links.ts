import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import type { RowPage } from '../../store/scope.ts';
import { partnerGround } from '../../usecases/partner/partner-ground.ts';
import { partnerAsked } from '../own-partner.ts';
import { pageFrom } from '../page.ts';
import { linkAnswer } from '../wire.ts';

/** A partner's tracking links, by id. */
export const listLinks = operation(selfServiceRoutes.listLinks, async ({ deps, scope, caller, query }) => {
  const { partnerId } = await partnerGround(deps, scope, partnerAsked(caller, query.partnerId));
  const rowsAfter = (page: RowPage) => deps.stores.partners.linksOf(scope, partnerId, page);
  const { items, next } = await pageFrom(rowsAfter, query, ({ linkId }) => linkId);
  return { body: { links: items.map(linkAnswer), next } };
});

export const handler = listLinks.handlerOn(awsHost);
