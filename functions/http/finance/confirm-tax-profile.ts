import { taxRoutes } from '../../contract/routes/tax.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { decideTaxProfile } from '../../usecases/tax/tax-profile.ts';
import { profileAnswer } from '../tax-wire.ts';

/** Puts a tax profile that the partner wrote in force. */
export const confirmTaxProfile = operation(taxRoutes.confirmTaxProfile, async ({ deps, caller, parameters }) => {
  const { merchantId, subject: by } = caller;
  return { body: profileAnswer(await decideTaxProfile(deps, { merchantId, ...parameters, by, verdict: 'in-force' })) };
});

export const handler = confirmTaxProfile.handlerOn(awsHost);
