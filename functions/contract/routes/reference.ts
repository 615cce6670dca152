import { nothing, open, route } from './shared.ts';

/** The contract itself, for machines and for people, and the form that fills in a part of it. */
export const referenceRoutes = {
  readOpenApi: route({
    ...open,
    name: 'readOpenApi',
    path: '/openapi.json',
    module: 'public/read-openapi',
    summary: 'Reads the OpenAPI 3.1 document of this API',
    parameters: nothing,
  }),
  readDocs: route({
    ...open,
    name: 'readDocs',
    path: '/docs',
    module: 'public/read-docs',
    summary: 'Shows the reference of this API as a page',
    parameters: nothing,
  }),
  readDealForm: route({
    ...open,
    name: 'readDealForm',
    path: '/forms/deal',
    module: 'public/read-deal-form',
    summary: 'Shows the form by which a partner registers a lead or deal',
    parameters: nothing,
  }),
};
