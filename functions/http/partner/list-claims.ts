import { languageOf } from '../../contract/problem.ts';
import { claimRoutes } from '../../contract/routes/claim.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { listClaims as list } from '../../usecases/claim/list-claims.ts';
import { claimAnswer } from '../claim-wire.ts';
import { partnerSought } from '../own-partner.ts';

const LIMIT = 50;

/** One page of claims, the oldest first. */
export const listClaims = operation(claimRoutes.listClaims, async ({ deps, scope, caller, query, headers }) => {
  const { status = null, from = null, to = null, limit = LIMIT, cursor = null } = query;
  const partnerId = partnerSought(caller, query.partnerId);
  const { claims, next } = await list(deps, { scope, partnerId, status, from, to, limit, cursor });
  const view = { now: deps.now(), language: languageOf(headers['accept-language']) };
  return { body: { claims: claims.map((claim) => claimAnswer(claim, view)), next } };
});

export const handler = listClaims.handlerOn(awsHost);
