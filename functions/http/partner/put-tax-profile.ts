import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { putTaxProfile as put } from '../../usecases/tax/tax-profile.ts';
import { revisionSeen } from '../if-match.ts';
import { ownPartner } from '../own-partner.ts';
import { bookHeaders, profileAnswer } from '../tax-wire.ts';

/** A tax profile from a date on: in force at once by finance's word, a proposal by the partner's. */
export const putTaxProfile = operation(taxRoutes.putTaxProfile, async ({ deps, caller, parameters, body, headers }) => {
  const { merchantId, subject: by } = caller;
  const partnerId = ownPartner(caller, parameters.partnerId);
  const seen = revisionSeen(headers['if-match'], 'tax.edited');
  const isByPartner = caller.partnerId !== null;
  const version = await put(deps, { merchantId, partnerId, ...body, by, isByPartner, seen });
  return { headers: bookHeaders(version.version), body: profileAnswer(version) };
});

export const handler = putTaxProfile.handlerOn(awsHost);
