import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readPartner as read } from '../../usecases/partner/partner-profile.ts';
import { entityTag } from '../if-match.ts';
import { ownPartner } from '../own-partner.ts';
import { partnerViewAnswer } from '../partner-wire.ts';

/** A partner as it stands, with the tag by which its profile is edited. */
export const readPartner = operation(selfServiceRoutes.readPartner, async ({ deps, caller, parameters }) => {
  const partnerId = ownPartner(caller, parameters.partnerId);
  const view = await read(deps, { merchantId: caller.merchantId, partnerId });
  return { headers: { etag: entityTag(view.revision) }, body: partnerViewAnswer(view) };
});

export const handler = readPartner.handlerOn(awsHost);
