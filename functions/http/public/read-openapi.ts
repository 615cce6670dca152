import { referenceRoutes } from '../../contract/routes/reference.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { publicOperation } from '../../runtime/operation/operation.ts';
import { PUBLIC_CACHE } from '../wire.ts';

let text: Promise<string> | undefined;

/** The OpenAPI document of this very table of operations. */
export const readOpenApi = publicOperation(referenceRoutes.readOpenApi, async () => {
  text ??= import('../../contract/openapi.ts').then(({ openApiText }) => openApiText());
  return { headers: PUBLIC_CACHE, text: await text };
});

export const handler = readOpenApi.handlerOn(awsHost);
