import { ERASED } from '../../../domain/partner/erasure.ts';
import { languageOf } from '../../contract/problem.ts';
import { accessRoutes } from '../../contract/routes/access.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { erasePartner as erase } from '../../usecases/partner/erase-partner.ts';
import { erasureAnswer, keptAnswer } from '../erasure-wire.ts';

/** What was erased, and what is kept and why. The same again answers the same. */
export const erasePartner = operation(
  accessRoutes.erasePartner,
  async ({ deps, caller, parameters: { partnerId }, body, headers }) => {
    const { merchantId, subject: by } = caller;
    const erasure = await erase(deps, { merchantId, partnerId, ...body, by });
    const kept = keptAnswer(languageOf(headers['accept-language']));
    return { body: { ...erasureAnswer(erasure), erased: ERASED, kept } };
  },
);

export const handler = erasePartner.handlerOn(awsHost);
