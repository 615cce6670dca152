import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decideTaxProfile } from '../../usecases/tax/tax-profile.ts';
import { profileAnswer } from '../tax-wire.ts';

/** Refuses a tax profile that the partner wrote; the one before goes on to hold. */
export const refuseTaxProfile = operation(taxRoutes.refuseTaxProfile, async ({ deps, caller, parameters }) => {
  const { merchantId, subject: by } = caller;
  return { body: profileAnswer(await decideTaxProfile(deps, { merchantId, ...parameters, by, verdict: 'refused' })) };
});

export const handler = refuseTaxProfile.handlerOn(awsHost);
