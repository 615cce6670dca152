import { selfServiceRoutes } from '../../contract/routes/self-service.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { putProfile } from '../../usecases/partner/partner-profile.ts';
import { entityTag, revisionSeen } from '../if-match.ts';
import { ownPartner } from '../own-partner.ts';

/** A profile as it was written. */
export const putPartnerProfile = operation(
  selfServiceRoutes.putPartnerProfile,
  async ({ deps, caller, parameters, body: profile, headers }) => {
    const { merchantId, subject: by } = caller;
    const partnerId = ownPartner(caller, parameters.partnerId);
    const seen = revisionSeen(headers['if-match'], 'partner.edited');
    const written = await putProfile(deps, { merchantId, partnerId, profile, seen, by });
    return { headers: { etag: entityTag(written.revision) }, body: written.profile };
  },
);

export const handler = putPartnerProfile.handlerOn(awsHost);
