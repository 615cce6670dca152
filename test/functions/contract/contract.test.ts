import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Broken } from '../../../domain/errors.ts';
import { routerOf } from '../../../functions/contract/match-route.ts';
import { detailOf, languageOf, problemCodes, problemOf } from '../../../functions/contract/problem.ts';
import { Refusal } from '../../../functions/contract/refusal.ts';
import type { Role, Route } from '../../../functions/contract/routes.ts';
import { routeList } from '../../../functions/contract/routes.ts';
import { operations } from '../../../functions/http/operations.ts';

/** What is posted and writes nothing. */
const COMPUTES: ReadonlySet<string> = new Set(['compareModels', 'simulatePlan']);

const matchRoute = routerOf(routeList);
const context = { requestId: 'req_1', instance: '/v1/programs', language: 'en' } as const;

describe('the route table', () => {
  it('names each operation once, by name and by address', () => {
    expect(new Set(routeList.map(({ name }) => name)).size).toBe(routeList.length);
    expect(new Set(routeList.map(({ method, path }) => `${method} ${path}`)).size).toBe(routeList.length);
  });

  it.each(routeList.map((route) => [route.name, route] as const))('has a function for %s', async (name, route) => {
    expect(existsSync(`functions/http/${route.module}.ts`)).toBe(true);
    const file = pathToFileURL(`functions/http/${route.module}.ts`).href;
    const module = await import(/* @vite-ignore */ file);
    expect(module.handler).toBeTypeOf('function');
    const operation = operations[name as keyof typeof operations];
    expect(operation.route).toMatchObject({ name, method: route.method, path: route.path });
  });

  it('leads every operation’s own address back to it', () => {
    for (const route of routeList) {
      const path = route.path.replace(/\{\w+\}/g, 'a%2Fb');
      expect(matchRoute(route.method, path)).toMatchObject({ outcome: 'found', route });
      const { parameters } = matchRoute(route.method, path) as { parameters: Record<string, string> };
      for (const value of Object.values(parameters)) expect(value).toBe('a/b');
    }
  });

  it('has no file under functions/http that no row names', () => {
    const modules = new Set(routeList.map((route) => `${route.module}.ts`));
    const shared = ['settlement-step.ts', 'batch-step.ts'];
    for (const audience of ['track', 'ingest', 'admin', 'finance', 'partner', 'public']) {
      for (const file of readdirSync(`functions/http/${audience}`)) {
        if (!shared.includes(file)) expect(modules, `${audience}/${file}`).toContain(`${audience}/${file}`);
      }
    }
  });
});

describe('a problem', () => {
  it('of a refusal says all that is wrong', () => {
    const errors = [
      { field: 'a', reason: { en: 'b', ja: '乙' } },
      { field: 'c', reason: { en: 'd', ja: '丁' } },
    ];
    const refusal = new Refusal('plan.invalid', detailOf(errors), errors);
    expect(problemOf(refusal, context)).toEqual({
      type: 'urn:bunpai:problem:plan.invalid',
      title: 'The plan is not valid',
      status: 422,
      detail: 'a: b (and 1 more)',
      instance: '/v1/programs',
      code: 'plan.invalid',
      errors: [
        { field: 'a', reason: 'b' },
        { field: 'c', reason: 'd' },
      ],
      requestId: 'req_1',
    });
    expect(problemOf(refusal, { ...context, language: 'ja' })).toMatchObject({
      title: 'プランの内容に誤りがあります',
      detail: 'a: 乙（ほか1件）',
      errors: [
        { field: 'a', reason: '乙' },
        { field: 'c', reason: '丁' },
      ],
    });
  });

  it.each([
    ['a bug', new TypeError("Cannot read properties of undefined (reading 'secret')")],
    ['a broken invariant', new Broken('entry.unbalanced', 'postings of secret do not balance')],
    ['a text', 'secret'],
    ['a name that every object has', new Broken('constructor', 'secret')],
  ])('of %s tells the caller nothing but the id to ask with', (_what, error) => {
    const problem = problemOf(error, context);
    expect(problem).toMatchObject({ status: 500, code: 'internal', requestId: 'req_1' });
    expect(JSON.stringify(problem)).not.toMatch(/secret|unbalanced/);
  });

  it('has a title in both languages', () => {
    for (const [code, { en, ja, status }] of Object.entries(problemCodes)) {
      expect(en, code).toMatch(/^[A-Z]/);
      expect(ja, code).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
      expect(status, code).toBeGreaterThanOrEqual(400);
    }
  });

  it('speaks the first of our languages that the caller names', () => {
    expect(
      [undefined, '', 'fr', 'ja', 'ja-JP,en', 'en-GB,ja', 'fr,ja;q=0.5', 'en;q=0.3,ja;q=0.9'].map((header) =>
        languageOf(header),
      ),
    ).toEqual(['en', 'en', 'en', 'ja', 'ja', 'en', 'ja', 'ja']);
  });

  it('exists for every code with which a use case refuses', () => {
    // What is not in the table is told as internal, so what a caller can mend must be there.
    const BROKEN = [
      'batch.not-sent',
      'close.invariant-broken',
      'ledger.conflict',
      'document.not-issued',
      'manifest.',
      'run.missing',
      'statement.conflict',
      'statement.tampered',
      'tax.payer-lost',
    ];
    const missing: string[] = [];
    for (const file of readdirSync('functions/usecases', { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(`functions/usecases/${file}`, 'utf8');
      for (const [, code = ''] of text.matchAll(/(?:DomainError|Refusal)\(\s*'([^']+)'|code: '([^']+)'/g)) {
        const isBroken = BROKEN.some((prefix) => code.startsWith(prefix));
        if (code !== '' && !isBroken && !Object.hasOwn(problemCodes, code)) missing.push(`${file}: ${code}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

/** Who may call it, as the document says it: the admin, who may everything, is left out. */
function rolesIn({ roles }: Route): string {
  if (roles.length === 0) return 'anyone';
  const others = TOLD_ROLES.filter((role) => roles.includes(role));
  if (others.length === 0) return 'admin';
  return others.length === TOLD_ROLES.length - 1 && !roles.includes('ingest')
    ? 'everybody but ingest'
    : others.join(', ');
}

const TOLD_ROLES: readonly Role[] = [
  'ingest',
  'partner-member',
  'partner-admin',
  'partner-manager',
  'finance-maker',
  'finance-checker',
  'auditor',
];

describe('the roles of the table', () => {
  const writes = routeList.filter(({ method, name }) => method !== 'GET' && !COMPUTES.has(name));

  it('let an auditor read everything that anybody of the merchant reads but whole bank details, and write nothing', () => {
    for (const { name, roles } of routeList.filter(({ roles }) => roles.length > 0)) {
      expect([name, roles.includes('auditor')]).toEqual([
        name,
        name !== 'readRemittanceFile' && !writes.some((route) => route.name === name),
      ]);
    }
  });

  it('let a member of a partner write nothing but its deals and claims', () => {
    const own = writes.filter(({ roles }) => roles.includes('partner-member')).map(({ name }) => name);
    const deals = ['extendDeal', 'importDeals', 'registerDeal', 'reviseDeal', 'withdrawDeal'];
    expect(own.sort()).toEqual([...deals, 'fileClaim', 'reviseClaim', 'withdrawClaim'].sort());
  });

  it('let nobody prepare and approve money but the admin, whom the rule of two people stops', () => {
    for (const { name, roles } of routeList.filter(({ name }) => /^(approve(?!Deal)|decide|confirmTax)/.test(name))) {
      expect([name, roles]).toEqual([name, ['admin', 'finance-checker']]);
    }
  });

  it('let the admin do everything that needs a token', () => {
    expect(routeList.filter(({ roles }) => roles.length > 0 && !roles.includes('admin'))).toEqual([]);
  });
});

describe('the document of the contract', () => {
  const text = readFileSync('functions/contract/README.md', 'utf8');

  it('has every code under its status, and no other', () => {
    const told: Record<string, number> = {};
    for (const [, status, codes = ''] of text.matchAll(/^\| (\d{3}) \| (`[^|]+) \|/gm)) {
      for (const [, code = ''] of codes.matchAll(/`([^`]+)`/g)) told[code] = Number(status);
    }
    expect(told).toEqual(Object.fromEntries(Object.entries(problemCodes).map(([code, { status }]) => [code, status])));
  });

  it('has every operation, with the roles that may call it', () => {
    const told: Record<string, string> = {};
    for (const [, name = '', roles = ''] of text.matchAll(/^\| \w+ \| `([A-Z]+ \/[^`]*)`[^|]* \| ([^|]+) \|/gm)) {
      told[name] = roles;
    }
    expect(told).toEqual(
      Object.fromEntries(routeList.map((route) => [`${route.method} ${route.path}`, rolesIn(route)])),
    );
  });
});
