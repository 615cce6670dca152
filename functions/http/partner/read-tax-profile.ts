import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { taxProfiles } from '../../usecases/tax/tax-profile.ts';
import { ownPartner } from '../own-partner.ts';
import { bookHeaders, profilesAnswer } from '../tax-wire.ts';

/** The tax profile that holds today, with every version that there ever was. */
export const readTaxProfile = operation(taxRoutes.readTaxProfile, async ({ deps, caller, parameters }) => {
  const partnerId = ownPartner(caller, parameters.partnerId);
  const versions = await taxProfiles(deps, { merchantId: caller.merchantId, partnerId });
  return { headers: bookHeaders(versions.length), body: profilesAnswer(versions, deps.now()) };
});

export const handler = readTaxProfile.handlerOn(awsHost);
