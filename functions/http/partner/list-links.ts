import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { PAGE_MAX } from '../../limits.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { partnerGround } from '../../usecases/partner/partner-ground.ts';
import { partnerAsked } from '../own-partner.ts';
import { afterId, cursorOf } from '../page.ts';
import { linkAnswer } from '../wire.ts';

/** A partner's tracking links, by id. */
export const listLinks = operation(selfServiceRoutes.listLinks, async ({ deps, caller, parameters, query }) => {
  const scope = { merchantId: caller.merchantId, programId: parameters.programId };
  const { partnerId } = await partnerGround(deps, scope, partnerAsked(caller, query.partnerId));
  const { limit = PAGE_MAX } = query;
  const page = { after: afterId(query), limit: limit + 1 };
  const links = await deps.stores.partners.linksOf(scope, partnerId, page);
  const last = links[limit - 1];
  const next = links.length > limit && last !== undefined ? cursorOf(last.linkId) : null;
  return { body: { links: links.slice(0, limit).map(linkAnswer), next } };
});

export const handler = listLinks.handlerOn(awsHost);
