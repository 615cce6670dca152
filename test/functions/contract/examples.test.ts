import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answers } from '../../../functions/contract/answers.ts';
import type { OperationExample } from '../../../functions/contract/examples.ts';
import { examples } from '../../../functions/contract/examples.ts';
import type { Route, RouteName } from '../../../functions/contract/routes.ts';
import { routeList } from '../../../functions/contract/routes.ts';

const FILE = 'functions/contract/examples.json';

describe.runIf(process.env['WRITE_EXAMPLES'])('writing examples', () => {
  it('asks every operation of the table in a shop of its own', { timeout: 1_200_000 }, async () => {
    const { exampleOf } = await import('./live-examples.ts');
    const written: Record<string, OperationExample> = {};
    const failed: string[] = [];
    for (const route of routeList) {
      try {
        written[route.name] = kept(route) ?? (await exampleOf(route));
      } catch (error) {
        failed.push(String(error).slice(0, 400));
      }
    }
    writeFileSync(FILE, `${JSON.stringify(written, null, 1)}\n`);
    // What could not be asked is named all at once.
    expect(failed).toEqual([]);
  });
});

describe('the examples of the OpenAPI document', () => {
  it('are there for every operation, and for none that is gone (else: WRITE_EXAMPLES=1 npx vitest run test/functions/contract/examples.test.ts)', () => {
    expect(existsSync(FILE)).toBe(true);
    expect(Object.keys(examples).sort()).toEqual(routeList.map(({ name }) => name).sort());
  });

  it.each(routeList.map((route) => [route.name, route] as const))('are valid by the schemas of %s', (name, route) => {
    check(route, examples[name as RouteName]);
  });
});

/** Throws where an example is not what the schemas say. */
function check(route: Route, { parameters, query, body, answer }: OperationExample): void {
  route.parameters.parse(parameters);
  route.query.parse(query);
  if (route.takes === 'bytes') expect(typeof body).toBe('string');
  else if (route.body === null) expect(body).toBeUndefined();
  else route.body.parse(body);
  const { body: schema, forms = [] } = answers[route.name as RouteName];
  if (typeof answer === 'string') expect(forms.length).toBeGreaterThan(0);
  else if (answer === null) expect(schema === null || route.status === 204).toBe(true);
  // A member that the schema does not name would be left out by it.
  else expect(schema?.parse(answer)).toEqual(answer);
}

/** What is still good stays as it is, so that a change of the contract changes its own examples alone. */
function kept(route: Route): OperationExample | null {
  try {
    const example = examples[route.name as RouteName];
    check(route, example);
    return example;
  } catch {
    return null;
  }
}
