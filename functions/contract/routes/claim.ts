import * as z from 'zod';
import {
  claimAcceptanceSchema,
  claimContentSchema,
  claimQuerySchema,
  claimRejectionSchema,
  claimSchema,
} from '../schemas/claim.ts';
import { externalIdSchema, nameIdSchema } from '../schemas/common.ts';
import { inProgram, MANAGERS, nothing, PARTNER_READERS, route } from './shared.ts';

const ofClaim = z.strictObject({ programId: nameIdSchema, claimId: externalIdSchema });
/** A claim is filed by whoever works for a partner, or by the merchant for it. */
const filer = {
  audience: 'partner',
  roles: [...MANAGERS, 'partner-admin', 'partner-member'],
  method: 'POST',
  status: 200,
  query: nothing,
} as const;
const reader = { audience: 'partner', roles: PARTNER_READERS, method: 'GET', status: 200, body: null } as const;
const manager = { audience: 'admin', roles: MANAGERS, method: 'POST', status: 200, query: nothing } as const;
const path = '/v1/programs/{programId}/claims';

/** Claims for conversions that are missing, and appeals against rejections. */
export const claimRoutes = {
  fileClaim: route({
    ...filer,
    name: 'fileClaim',
    path,
    status: 201,
    module: 'partner/file-claim',
    summary: 'Claims a conversion that is missing, or appeals against a rejection; it is to be answered by a deadline',
    parameters: inProgram,
    body: claimSchema,
  }),
  listClaims: route({
    ...reader,
    name: 'listClaims',
    path,
    module: 'partner/list-claims',
    summary: 'Lists claims page by page: a partner its own, the merchant all, also those whose answer is late',
    parameters: inProgram,
    query: claimQuerySchema,
  }),
  readClaim: route({
    ...reader,
    name: 'readClaim',
    path: `${path}/{claimId}`,
    module: 'partner/read-claim',
    summary: 'Reads a claim as it stands, with its history',
    parameters: ofClaim,
    query: nothing,
  }),
  reviseClaim: route({
    ...filer,
    name: 'reviseClaim',
    method: 'PUT',
    path: `${path}/{claimId}`,
    module: 'partner/revise-claim',
    summary: 'Replaces the words and the evidence of an open claim',
    parameters: ofClaim,
    body: claimContentSchema,
  }),
  withdrawClaim: route({
    ...filer,
    name: 'withdrawClaim',
    path: `${path}/{claimId}/withdrawal`,
    module: 'partner/withdraw-claim',
    summary: 'Withdraws an open claim',
    parameters: ofClaim,
    body: null,
  }),
  takeUpClaim: route({
    ...manager,
    name: 'takeUpClaim',
    path: `${path}/{claimId}/review`,
    module: 'admin/take-up-claim',
    summary: 'Says that somebody of the merchant looks at a claim; its deadline stays',
    parameters: ofClaim,
    body: null,
  }),
  acceptClaim: route({
    ...manager,
    name: 'acceptClaim',
    path: `${path}/{claimId}/acceptance`,
    module: 'admin/accept-claim',
    summary: 'Accepts a claim of somebody else and records it as a conversion of its partner',
    movesMoney: true,
    parameters: ofClaim,
    body: claimAcceptanceSchema,
  }),
  rejectClaim: route({
    ...manager,
    name: 'rejectClaim',
    path: `${path}/{claimId}/rejection`,
    module: 'admin/reject-claim',
    summary: 'Rejects a claim with a reason that its partner reads',
    parameters: ofClaim,
    body: claimRejectionSchema,
  }),
  dateClaims: route({
    ...manager,
    name: 'dateClaims',
    path: '/v1/claims/dates',
    module: 'admin/date-claims',
    summary: 'Tells of claims whose answer is late; rejects nothing',
    parameters: nothing,
    body: null,
  }),
};
