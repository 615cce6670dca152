import type { JsonSchema } from '../../functions/contract/json-schema.ts';
import { openApi } from '../../functions/contract/openapi.ts';
import { aConversion, aShop, post, programPath, settleStep } from '../support/shop.ts';
import type { Draw } from './values.ts';
import { drawOf, drawValue } from './values.ts';

interface Described {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

export interface Fuzzed {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Operations with what broke: a 5xx, or an answer that the document does not describe. */
  readonly failures: readonly string[];
}

const FAILURES_MAX = 25;

/** Asks every operation of the OpenAPI document in turn, of a program with a closed month, and holds each answer against it. */
export async function fuzz({ requests, seed }: { readonly requests: number; readonly seed: number }): Promise<Fuzzed> {
  const draw = drawOf(seed);
  const { paths, components } = JSON.parse(JSON.stringify(openApi()));
  const operations = Object.entries<Record<string, Described>>(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
  );
  const app = await aClosedShop();
  const byStatus: Record<string, number> = {};
  const failures: string[] = [];
  for (let count = 0; count < requests && failures.length < FAILURES_MAX; count += 1) {
    const operation = operations[count % operations.length];
    if (operation === undefined) break;
    const { target, body } = requestOf(operation, components.schemas, draw);
    try {
      const asked = {
        ...(body === undefined ? {} : { body }),
        headers: { 'accept-language': draw(2) === 0 ? 'ja' : 'en' },
      };
      const { status, text } = await app.call(operation.method, target, asked);
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (status >= 500)
        failures.push(`${operation.described.operationId}: ${status} to ${target} ${JSON.stringify(body)}: ${text}`);
    } catch (error) {
      failures.push(
        `${operation.described.operationId}: ${target} ${JSON.stringify(body)}: ${(error as Error).message}`,
      );
    }
  }
  const asked = Object.values(byStatus).reduce((sum, own) => sum + own, 0) + failures.length;
  return { requests: asked, byStatus, failures };
}

async function aClosedShop() {
  const app = await aShop();
  await post(app, programPath('conversions'), aConversion());
  app.setNow('2026-11-02T00:00:00Z');
  for (const step of ['seal', 'calculate', 'approve', 'close']) await settleStep(app, step);
  return app;
}

const KNOWN: Readonly<Record<string, string>> = {
  merchantId: 'mer_1',
  programId: 'prg_1',
  partnerId: 'ptn_1',
  periodId: '2026-10',
  conversionId: 'ord_1',
  statementId: 'prg_1:2026-10:ptn_1',
  version: '1',
  revision: '1',
  year: '2026',
  month: '2026-10',
};

function requestOf(
  { path, described }: { readonly path: string; readonly described: Described },
  defined: Readonly<Record<string, JsonSchema>>,
  draw: Draw,
) {
  const query = new URLSearchParams();
  let target = path;
  for (const { name, in: place, required, schema } of described.parameters) {
    const value = () => String(drawValue(schema, defined, draw)).toWellFormed();
    if (place === 'path') {
      const text = name in KNOWN && draw(8) > 0 ? KNOWN[name] : value();
      target = target.replace(`{${name}}`, encodeURIComponent(text || 'x'));
    }
    if (place === 'query' && (required || draw(3) === 0)) query.set(name, value());
  }
  const schema = described.requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? undefined : drawValue(schema, defined, draw);
  return { target: query.size === 0 ? target : `${target}?${query}`, body };
}
