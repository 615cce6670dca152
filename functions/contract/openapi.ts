import * as z from 'zod';
import { KEY_PREFIX, KEY_ROLES } from '../identity/api-key.ts';
import { API_KEY_SECONDS_MAX } from '../limits.ts';
import type { Answer } from './answers/answer.ts';
import { dryRunAnswer, problem } from './answers/answer.ts';
import { answers } from './answers.ts';
import type { OperationExample } from './examples.ts';
import { examples } from './examples.ts';
import type { JsonSchema } from './json-schema.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { webhooksOf } from './openapi-webhooks.ts';
import { problemCodes } from './problem.ts';
import type { Role, Route } from './route.ts';
import { canBeTried } from './route.ts';
import { problemsOf } from './route-problems.ts';
import type { RouteName } from './routes.ts';
import { routeList } from './routes.ts';

const DESCRIPTION = `bunpai turns clicks, conversions and deals into commission, a ledger, and statements that partners can check.

Amounts are decimal strings in the major unit with their currency; times are RFC 3339; a retry with the same id and content changes
nothing. Errors are application/problem+json (RFC 9457) with a stable \`code\`; what they say to people is Japanese with
\`Accept-Language: ja\`, and English otherwise.`;

const TAGS: Readonly<Record<Route['audience'], string>> = {
  ingest: "What a merchant's systems report: clicks, conversions, reversals, deals",
  admin: 'Programs, plans, partners, links, coupons and webhooks',
  finance: 'Closes, reviews, adjustments, payouts, tax',
  partner: 'What partners see and say: statements, documents, bank details, tax profiles',
  track: 'Tracking links',
  public: 'Keys, roots and documents for everybody',
};

/** The OpenAPI 3.1 document of the route table. */
export function openApi() {
  const named = new Map<string, JsonSchema>();
  jsonSchemaOf(z.array(problem), named);
  const shared = new Map<string, unknown>();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routeList) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, {
      [route.method.toLowerCase()]: operationOf(route, answers[route.name as RouteName], { named, shared }),
    });
  }
  const webhooks = webhooksOf(named);
  return {
    openapi: '3.1.1',
    info: {
      title: 'bunpai',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/', description: 'The host that serves this document' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token; its role says what it may do',
        },
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: `${KEY_PREFIX}…`,
          description:
            'A key of a server, in place of a token. What was revoked opens nothing after ' +
            `${API_KEY_SECONDS_MAX} seconds; what approves money or runs the account takes no key`,
        },
      },
      headers: HEADERS,
      responses: Object.fromEntries([...shared].sort(([a], [b]) => (a < b ? -1 : 1))),
      schemas: Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** The document as text, as it is committed and served. */
export function openApiText(): string {
  return `${JSON.stringify(openApi(), null, 1)}\n`;
}

const HEADERS = {
  RequestId: { description: 'The id to quote to support', schema: { type: 'string' } },
  RateLimit: {
    description: 'What is left to the caller: `r` requests, whole again in `t` seconds',
    schema: { type: 'string' },
  },
  ContentLanguage: { description: 'The language in which people are told', schema: { enum: ['en', 'ja'] } },
  Vary: { description: 'What the answer was chosen by', schema: { type: 'string', examples: ['accept-language'] } },
};

/** What several operations share, by name. */
interface Components {
  readonly named: Map<string, JsonSchema>;
  readonly shared: Map<string, unknown>;
}

function operationOf(route: Route, answer: Answer, { named, shared }: Components) {
  const example = examples[route.name as RouteName];
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.audience],
    security: securityOf(route.roles),
    parameters: [
      ...parametersOf('path', jsonSchemaOf(route.parameters, named), example.parameters),
      ...parametersOf('query', jsonSchemaOf(route.query, named), example.query),
      ...(canBeTried(route) ? [DRY_RUN] : []),
      ...headersOf(route, answer),
    ],
    ...(route.body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: bodyOf(route, route.body, { named, example }),
          },
        }),
    responses: { ...successesOf(route, answer, { named, example }), ...refusalsOf(problemsOf(route, answer), shared) },
  };
}

/** Either will do: a token of one of the roles, or a key of one that keys may have. */
function securityOf(roles: readonly Role[]): readonly Readonly<Record<string, readonly Role[]>>[] {
  const keys = KEY_ROLES.filter((role) => roles.includes(role));
  return [...roles.map((role) => ({ bearer: [role] })), ...keys.map((role) => ({ apiKey: [role] }))];
}

interface Told {
  readonly named: Map<string, JsonSchema>;
  readonly example: OperationExample;
}

function bodyOf({ takes }: Route, body: z.ZodType, { named, example }: Told) {
  if (takes === 'bytes') {
    return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' }, example: example.body } };
  }
  return { 'application/json': { schema: jsonSchemaOf(body, named), example: example.body } };
}

const DRY_RUN = {
  name: 'dryRun',
  in: 'query',
  description: 'Refuses what it would refuse, and otherwise changes nothing',
  schema: { type: 'string', enum: ['true', 'false'] },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'The same for every retry of a request: the first reply is given again, with `Idempotency-Replayed: true`',
  schema: { type: 'string', minLength: 1, maxLength: 257, examples: ['0f8fad5b-d9cb-469f-a165-70867728950e'] },
};

function parametersOf(
  place: 'path' | 'query',
  { properties = {}, required = [] }: JsonSchema,
  given: Readonly<Record<string, string>>,
) {
  const isRequired = (name: string) => place === 'path' || (required as readonly string[]).includes(name);
  return Object.entries(properties as Readonly<Record<string, JsonSchema>>).map(([name, schema]) => ({
    name,
    in: place,
    ...(isRequired(name) ? { required: true } : {}),
    schema,
    ...(given[name] === undefined ? {} : { example: given[name] }),
  }));
}

function headersOf({ method, movesMoney }: Route, { problems }: Answer) {
  const languages = { type: 'string', examples: ['ja', 'en'] };
  return [
    {
      name: 'Accept-Language',
      in: 'header',
      description: 'The language in which people are told: `ja`, or else `en`',
      schema: languages,
    },
    ...(method === 'POST' ? [{ ...IDEMPOTENCY_KEY, ...(movesMoney ? { required: true } : {}) }] : []),
    ...(problems.some((code) => code === 'request.if-match-required' || code.endsWith('.edited'))
      ? [
          {
            name: 'If-Match',
            in: 'header',
            description: 'The ETag of what was seen; `*` for any',
            schema: { type: 'string' },
          },
        ]
      : []),
  ];
}

function successesOf(route: Route, answer: Answer, { named, example }: Told) {
  const body = answer.body === null ? null : jsonSchemaOf(answer.body, named);
  const shown = example.answer === null ? {} : { example: example.answer };
  const isText = typeof example.answer === 'string';
  const json = body === null ? {} : { 'application/json': { schema: body, ...(isText ? {} : shown) } };
  const forms = answer.forms ?? [];
  const isOnly = isText && forms.length === 1;
  const others = Object.fromEntries(
    forms.map((type) => [type, { schema: { type: 'string' }, ...(isOnly ? shown : {}) }]),
  );
  const content = { ...json, ...others };
  const told = Object.entries(answer.headers ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  const headers = {
    'x-request-id': { $ref: '#/components/headers/RequestId' },
    ratelimit: { $ref: '#/components/headers/RateLimit' },
    ...Object.fromEntries(told),
  };
  const statuses = [route.status, ...(answer.also ?? [])].sort();
  const real = Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: route.summary,
        headers,
        ...(Object.keys(content).length === 0 ? {} : { content }),
      },
    ]),
  );
  if (!canBeTried(route)) return real;
  const dry = jsonSchemaOf(dryRunAnswer, named);
  const isOwn = statuses.includes(200) && body !== null;
  const schema = isOwn ? { anyOf: [body, dry] } : dry;
  const description = isOwn ? `${route.summary}; or what a dry run found` : 'What a dry run found';
  return {
    ...real,
    200: { description, headers, content: { 'application/json': { schema, example: dryRunOf(route, answer) } } },
  };
}

/** What a dry run that would change something answers. */
function dryRunOf({ name: operation }: Route, { found = MOVED }: Answer): z.output<typeof dryRunAnswer> {
  return { dryRun: true, operation, wouldChange: true, ...found };
}

const MOVED = { moves: [{ what: 'payout', amount: { amount: '150000', currency: 'JPY' } }] };

/** Refusals by status, each with the codes that it may bear; those of the same codes are said once. */
function refusalsOf(codes: readonly string[], shared: Map<string, unknown>) {
  const byStatus = new Map<number, string[]>();
  for (const code of [...new Set(codes)].sort()) {
    const status = problemCodes[code]?.status;
    if (status === undefined) throw new Error(`${code} is no problem code`);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => {
      const name = own.join('_');
      shared.set(name, refusal(own));
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function refusal(codes: readonly string[]) {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { enum: codes } },
  };
  return {
    description: codes.map((code) => `${problemCodes[code]?.en} (\`${code}\`)`).join('; '),
    headers: {
      'x-request-id': { $ref: '#/components/headers/RequestId' },
      'content-language': { $ref: '#/components/headers/ContentLanguage' },
      vary: { $ref: '#/components/headers/Vary' },
    },
    content: { 'application/problem+json': { schema, example: refusalExample(codes[0] ?? 'internal') } },
  };
}

function refusalExample(code: string): z.output<typeof problem> {
  const { status = 500, en: title = '' } = problemCodes[code] ?? {};
  return { type: `urn:bunpai:problem:${code}`, title, status, instance: '/v1/…', code, requestId: '5c1f…' };
}
