import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws-host.ts';
import { operation } from '../../runtime/operation.ts';
import { putTaxProfile as put } from '../../usecases/tax/tax-profile.ts';
import { ownPartner } from '../own-partner.ts';
import { profileAnswer } from '../tax-wire.ts';

/** A tax profile from a date on: in force at once by finance's word, a proposal by the partner's. */
export const putTaxProfile = operation(taxRoutes.putTaxProfile, async ({ deps, caller, parameters, body }) => {
  const { merchantId, subject: by } = caller;
  const partnerId = ownPartner(caller, parameters.partnerId);
  const version = await put(deps, { merchantId, partnerId, ...body, by, isByPartner: caller.partnerId !== null });
  return { body: profileAnswer(version) };
});

export const handler = putTaxProfile.handlerOn(awsHost);
