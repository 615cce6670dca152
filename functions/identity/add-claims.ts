import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { callerOf, GROUPS_CLAIM } from './caller.ts';

/** What the user pool knows of a person besides its group, written by administrators only. */
export const MERCHANT_ATTRIBUTE = 'merchantId';
export const PARTNER_ATTRIBUTE = 'partnerId';

/**
 * Asked by the user pool before it signs a token: puts the person's merchant and partner into it. Nobody gets a token that the
 * API would not believe: whoever has no merchant, no role or two, or a partner where none belongs, is told at the sign-in.
 */
export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  const { userAttributes, groupConfiguration } = event.request;
  const { merchantId, partnerId } = callerOf({
    sub: userAttributes['sub'],
    merchantId: userAttributes[`custom:${MERCHANT_ATTRIBUTE}`],
    partnerId: userAttributes[`custom:${PARTNER_ATTRIBUTE}`] || undefined,
    [GROUPS_CLAIM]: groupConfiguration.groupsToOverride,
  });
  const claimsToAddOrOverride = { merchantId, ...(partnerId === null ? {} : { partnerId }) };
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } },
  };
}
