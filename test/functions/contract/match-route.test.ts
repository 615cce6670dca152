import { describe, expect, it } from 'vitest';
import { routerOf } from '../../../functions/contract/match-route.ts';
import { routeList } from '../../../functions/contract/routes.ts';

const matchRoute = routerOf(routeList);

describe('the route of a request', () => {
  it('finds every row of the route table by its own path', () => {
    for (const route of routeList) {
      const path = route.path.replaceAll(/\{(\w+)\}/g, '$1');
      expect(matchRoute(route.method, path)).toMatchObject({ outcome: 'found', route: { name: route.name } });
    }
  });

  it('decodes the parameters of a path', () => {
    const path = '/v1/programs/prg%20%E5%88%86%E9%85%8D/commissions/order%2F7/explanation';
    expect(matchRoute('GET', path)).toMatchObject({ parameters: { programId: 'prg 分配', conversionId: 'order/7' } });
  });

  it('tells a wrong method from a wrong address', () => {
    expect(matchRoute('DELETE', '/v1/programs')).toEqual({ outcome: 'method-not-allowed', allowed: ['POST', 'GET'] });
    for (const path of ['/', '/v1', '/v1/programs/', '/v1/programs/%E5', '/t/', '//v1/programs']) {
      expect(matchRoute('POST', path)).toEqual({ outcome: 'not-found' });
    }
  });
});
