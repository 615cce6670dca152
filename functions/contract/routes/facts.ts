import * as z from 'zod';
import { externalIdSchema, nameIdSchema } from '../schemas/common.ts';
import { clickSchema, conversionSchema, reversalSchema, wonDealSchema } from '../schemas/conversion.ts';
import { finance, ingest, inProgram, READERS, route } from './shared.ts';

const reader = {
  ...finance,
  roles: [...READERS, 'partner-manager'],
  method: 'GET',
  status: 200,
  body: null,
} as const;

/** What reaches us: clicks through links, conversions, reversals and won deals; and how it is read back. */
export const factRoutes = {
  followLink: route({
    name: 'followLink',
    method: 'GET',
    path: '/t/{linkId}',
    audience: 'track',
    roles: [],
    status: 302,
    module: 'track/follow-link',
    summary: 'Follows a tracking link to its destination',
    parameters: z.strictObject({ linkId: nameIdSchema }),
    query: z.record(z.string(), z.string()),
    body: null,
  }),
  recordClick: route({
    ...ingest,
    name: 'recordClick',
    path: '/v1/programs/{programId}/clicks',
    module: 'ingest/record-click',
    summary: "Records a click seen by the merchant's own systems",
    parameters: inProgram,
    body: clickSchema,
  }),
  readClick: route({
    ...reader,
    name: 'readClick',
    path: '/v1/programs/{programId}/clicks/{clickId}',
    module: 'finance/read-click',
    summary: 'Reads a click as it is recorded, while it is kept',
    parameters: z.strictObject({ programId: nameIdSchema, clickId: externalIdSchema }),
  }),
  recordConversion: route({
    ...ingest,
    name: 'recordConversion',
    path: '/v1/programs/{programId}/conversions',
    module: 'ingest/record-conversion',
    summary: 'Records a conversion with its lines',
    parameters: inProgram,
    body: conversionSchema,
  }),
  readConversion: route({
    ...reader,
    name: 'readConversion',
    path: '/v1/programs/{programId}/conversions/{conversionId}',
    module: 'finance/read-conversion',
    summary: 'Reads a conversion as it is recorded, with its reversals and its review',
    parameters: z.strictObject({ programId: nameIdSchema, conversionId: externalIdSchema }),
  }),
  recordReversal: route({
    ...ingest,
    name: 'recordReversal',
    path: '/v1/programs/{programId}/reversals',
    status: 202,
    module: 'ingest/record-reversal',
    summary: 'Records a refund, chargeback or cancellation, before or after its conversion',
    parameters: inProgram,
    body: reversalSchema,
  }),
  readReversal: route({
    ...reader,
    name: 'readReversal',
    path: '/v1/programs/{programId}/reversals/{reversalId}',
    module: 'finance/read-reversal',
    summary: 'Reads a reversal as it is recorded, also while it waits for its conversion',
    parameters: z.strictObject({ programId: nameIdSchema, reversalId: externalIdSchema }),
  }),
  recordWonDeal: route({
    ...ingest,
    name: 'recordWonDeal',
    path: '/v1/programs/{programId}/deals/won',
    module: 'ingest/record-won-deal',
    summary: 'Records a won deal as a conversion of the partner that it names',
    parameters: inProgram,
    body: wonDealSchema,
  }),
};
