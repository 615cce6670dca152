import * as z from 'zod';
import { definitionOf } from '../../events/catalogue.ts';
import type { WebhookType } from '../../events/webhook.ts';
import { webhookTypeNames, webhookTypes } from '../../events/webhook.ts';
import { id, instant } from './answers/answer.ts';
import type { JsonSchema } from './json-schema.ts';
import { jsonSchemaOf } from './json-schema.ts';

/** What every webhook says beside its data. */
export const webhookMessage = z
  .object({
    type: z.string(),
    timestamp: instant.meta({ description: 'When it happened' }),
    status: z
      .enum([...new Set<string>([...Object.values(webhookTypes), 'approved', 'rejected'])])
      .meta({ description: 'What became of the money' }),
    id: id.meta({ description: 'The same as `webhook-id`, in every attempt and replay' }),
    version: z.int(),
    merchantId: id,
    programId: id.nullable(),
    recordedAt: instant.nullable(),
    isCut: z.boolean().meta({ description: 'The data were too large: only the ids by which the rest can be read' }),
    data: z.looseObject({}),
  })
  .meta({ id: 'WebhookMessage' });

/** What endpoints are sent, by its type: the `webhooks` of the document. Types of the same data share its schema. */
export function webhooksOf(named: Map<string, JsonSchema>) {
  const frame = jsonSchemaOf(z.array(webhookMessage), named)['items'];
  const names = new Map<z.ZodObject, string>();
  const dataOf = (type: WebhookType): JsonSchema => {
    const { data } = definitionOf(type);
    const name = names.get(data) ?? `${pascal(type)}Data`;
    if (!names.has(data)) named.set(name, jsonSchemaOf(data, named));
    names.set(data, name);
    return { $ref: `#/components/schemas/${name}` };
  };
  return Object.fromEntries(
    webhookTypeNames.map((type) => {
      const { version, reference, description } = definitionOf(type);
      const data = { anyOf: [dataOf(type), { type: 'object', required: reference }] };
      const properties = { type: { const: type }, version: { const: version }, data };
      const schema = { allOf: [frame], properties };
      const requestBody = { required: true, content: { 'application/json': { schema } } };
      return [
        type,
        { post: { summary: description, tags: ['admin'], parameters: HEADERS, requestBody, responses: RESPONSES } },
      ];
    }),
  );
}

const HEADERS = [
  ['webhook-id', 'The id of the event'],
  ['webhook-timestamp', 'When this attempt is made, in seconds since 1970'],
  ['webhook-signature', 'Standard Webhooks: `v1,` and base64, one for each secret, with spaces between'],
].map(([name, description]) => ({ name, in: 'header', required: true, description, schema: { type: 'string' } }));

const RESPONSES = {
  '2XX': { description: 'It is taken' },
  410: { description: 'Nothing more is wanted: the endpoint is disabled' },
  default: { description: 'It is sent again later' },
};

function pascal(type: string): string {
  return type.replace(/(?:^|[.-])(\w)/g, (_whole, letter: string) => letter.toUpperCase());
}
