import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { pageFrom } from '../page.ts';

/** The partners of the caller's merchant by id, all or those of one kind. */
export const listPartners = operation(programRoutes.listPartners, async ({ deps, caller, query }) => {
  const { items, next } = await pageFrom(
    (page) => deps.stores.partners.partnersAfter(caller.merchantId, page),
    query,
    ({ partnerId }) => partnerId,
    ({ kind }) => query.kind === undefined || kind === query.kind,
  );
  return { body: { partners: items, next } };
});

export const handler = listPartners.handlerOn(awsHost);
