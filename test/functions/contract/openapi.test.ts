import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../../events/catalogue.ts';
import { webhookBody, webhookTypeNames } from '../../../events/webhook.ts';
import addresses from '../../../functions/contract/addresses.json' with { type: 'json' };
import { answers } from '../../../functions/contract/answers.ts';
import { openApi, openApiText } from '../../../functions/contract/openapi.ts';
import { webhookMessage } from '../../../functions/contract/openapi-webhooks.ts';
import { problemCodes } from '../../../functions/contract/problem.ts';
import { problemsOf } from '../../../functions/contract/route-problems.ts';
import type { RouteName } from '../../../functions/contract/routes.ts';
import { routeList } from '../../../functions/contract/routes.ts';
import { KEY_ROLES } from '../../../functions/identity/api-key.ts';
import { sampleEnvelopes } from '../../events/sample-facts.ts';
import type { Json } from '../../support/app.ts';
import { anApp } from '../../support/app.ts';

describe('the OpenAPI document', () => {
  it('is committed, up to date (else: node functions/contract/generate-openapi.ts)', () => {
    expect(readFileSync('functions/contract/openapi.json', 'utf8') === openApiText()).toBe(true);
  });

  it('leaves its addresses beside it, for who needs no more (else: the same)', () => {
    expect(addresses).toEqual(routeList.map(({ method, path }) => ({ method, path })));
  });

  it('is valid OpenAPI 3.1, and every reference leads somewhere', async () => {
    const validator = new Validator();
    const document = JSON.parse(openApiText());
    expect(await validator.validate(document)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    const names = [...openApiText().matchAll(/"\$ref": "#\/components\/(\w+)\/([^"]+)"/g)];
    expect(names.length).toBeGreaterThan(100);
    for (const [, kind = '', name = ''] of names) expect(Object.keys(document.components[kind])).toContain(name);
  });

  it('has every operation of the table, with the roles that may call it', () => {
    const { paths } = JSON.parse(openApiText());
    for (const { name, method, path, roles } of routeList) {
      const operation = paths[path][method.toLowerCase()];
      expect(operation.operationId).toBe(name);
      const named = (scheme: string) =>
        operation.security.flatMap((each: Record<string, string[]>) => each[scheme] ?? []);
      expect(named('bearer')).toEqual(roles);
      expect(named('apiKey')).toEqual(KEY_ROLES.filter((role) => roles.includes(role)));
    }
  });

  it('knows every code that a row names', () => {
    for (const route of routeList) {
      for (const code of problemsOf(route, answers[route.name as RouteName])) {
        expect(Object.keys(problemCodes), route.name).toContain(code);
      }
    }
  });

  it('leaves no body unsaid', () => {
    const untold = JSON.stringify(openApi().paths).match(/"schema":\{\}/g);
    expect(untold).toBeNull();
  });

  it('describes every webhook as it is sent', () => {
    const { webhooks } = JSON.parse(openApiText());
    expect(Object.keys(webhooks)).toEqual([...webhookTypeNames]);
    for (const type of webhookTypeNames) {
      const sample = sampleEnvelopes().get(type);
      const sent: Json = JSON.parse(sample === undefined ? '' : webhookBody({ ...sample, type }, 'merchant'));
      expect(webhookMessage.strict().parse(sent)).toEqual(sent);
      expect(definitionOf(type).data.parse(sent.data)).toEqual(sent.data);
      expect(webhooks[type].post.requestBody.content['application/json'].schema.properties.type).toEqual({
        const: type,
      });
    }
  });

  it('is served to everybody, for machines and for people', async () => {
    const app = anApp();
    const served = await app.call('GET', '/openapi.json', { token: null });
    expect(served).toMatchObject({ status: 200, text: openApiText() });
    for (const [language, title] of [
      ['en', 'API reference'],
      ['ja', 'リファレンス'],
    ] as const) {
      const page = await app.call('GET', '/docs', { token: null, headers: { 'accept-language': language } });
      expect(page.text).toContain(title);
      for (const { name } of routeList) expect(page.text).toContain(`id="${name}"`);
      // Nothing of it comes from another host, and nothing runs.
      expect(page.text).not.toMatch(/<script|src=|href="(?![#/])/);
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });
});
