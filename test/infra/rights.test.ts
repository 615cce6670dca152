import { describe, expect, it } from 'vitest';
import type { Route } from '../../functions/contract/routes.ts';
import { routeList } from '../../functions/contract/routes.ts';
import { machines } from '../../functions/steps/machines.ts';
import type { Needs } from '../../infra/constructs/needs.ts';
import { routeNeeds, startedStep } from '../../infra/constructs/rights.ts';

const named = (route: Route): string => route.name;

// Beyond this table, every test that calls an operation through HTTP runs it with the rights of its own function.
describe('the rights of an operation', () => {
  it('let every one that is not a GET write, its reply at least, and no other', () => {
    const putting = ({ audit: _always, ...needs }: Needs) => Object.values(needs).includes('put');
    const writing = routeList.filter((route) => putting(routeNeeds(route))).map(named);
    const starting = routeList.filter((route) => startedStep(route) !== null).map(named);
    const changing = routeList.filter(({ method }) => method !== 'GET').map(named);
    // Every step is started by one operation, but for results of banks, which come for one batch or as a file.
    const steps = routeList.flatMap((route) => startedStep(route) ?? []);
    expect(new Set(steps)).toEqual(new Set(Object.values(machines).flat()));
    expect(starting).toHaveLength(Object.values(machines).flat().length + 1);
    expect(writing.sort()).toEqual([...changing, 'followLink'].sort());
  });

  it('never let one write the ledger or the documents of a run', () => {
    const needs = routeList.map(routeNeeds).flatMap(({ ledger, blobs }) => [ledger, blobs]);
    expect(needs).not.toContain('put');
  });

  it('let every one with a token add to the audit table, and only those that tell of it look into it', () => {
    const rights = routeList.map((route) => [route.name, routeNeeds(route).audit] as const);
    const open = routeList.filter(({ roles }) => roles.length === 0).map(named);
    expect(rights.filter(([, need]) => need === undefined).map(([name]) => name)).toEqual(open);
    const readers = ['createApiKey', 'listApiKeys', 'readApiKey', 'rotateApiKey', 'revokeApiKey', 'readAuditLog'];
    readers.push('erasePartner', 'listErasures');
    expect(rights.filter(([, need]) => need === 'put').map(([name]) => name)).toEqual(readers);
  });
});
