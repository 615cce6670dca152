import { beforeAll, describe, expect, it } from 'vitest';
import { isPartnerRole, ROLES } from '../../../functions/contract/route.ts';
import type { Role, Route, RouteName } from '../../../functions/contract/routes.ts';
import { routeList } from '../../../functions/contract/routes.ts';
import type { App, Reply } from '../../support/app.ts';
import { MERCHANT } from '../../support/app.ts';
import { aShopWithEverything } from './a-shop-with-everything.ts';
import { OWN_PLACES, PLACES, REQUESTS } from './valid-requests.ts';

/** Whose token it is, as seen from the shop whose things the address names. */
type Tenant = 'own' | 'other merchant' | 'other partner';

const TENANTS: readonly Tenant[] = ['own', 'other merchant', 'other partner'];
/** What is looked at and is not there, whoever asks. */
const NOT_MADE: ReadonlySet<string> = new Set<RouteName>(['readSnapshot', 'readStatementTax', 'settleParked']);
/** What a request that is right may meet: the things of a shop move on while all roles have their turn. */
const MOVED_ON = [409, 412];

let app: App;
let made: Readonly<Record<string, string>>;
beforeAll(async () => {
  ({ app, places: made } = await aShopWithEverything());
});

const guarded = routeList.filter(({ roles }) => roles.length > 0);

async function ask(route: Route, token: string | null): Promise<Reply> {
  const places: Readonly<Record<string, string>> = { ...PLACES, ...made, ...OWN_PLACES[route.name as RouteName] };
  const { query, body, rawBody, headers } = REQUESTS[route.name as RouteName] ?? {};
  const path = route.path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(places[name] ?? '?'));
  return app.call(route.method, query === undefined ? path : `${path}?${query}`, {
    token,
    ...(body === undefined ? {} : { body }),
    ...(rawBody === undefined ? {} : { rawBody }),
    ...(headers === undefined ? {} : { headers }),
  });
}

const tokenOf = (role: Role, tenant: Tenant): Promise<string> => {
  const whose = { subject: `${role} of ${tenant}`, merchantId: tenant === 'other merchant' ? 'mer_2' : MERCHANT };
  const partnerId = tenant === 'other partner' ? 'ptn_2' : 'ptn_1';
  return app.token(isPartnerRole(role) ? { ...whose, role, partnerId } : { ...whose, role });
};

/** Whether an address names what belongs to the shop, or to its first partner: the other one is told that it is not there. */
function isForeign(route: Route, tenant: Tenant): boolean {
  if (tenant === 'own') return false;
  const names = (part: string) => route.path.includes(`{${part}}`);
  const namesPartner =
    names('partnerId') || names('statementId') || names('conversionId') || names('endpointId') || names('dealId');
  if (tenant === 'other merchant') return namesPartner || names('programId') || names('rowId') || names('connectorId');
  return namesPartner || REQUESTS[route.name as RouteName]?.namesPartner === true;
}

/** What the table says of a request that is right in itself. */
function expected(route: Route, role: Role, tenant: Tenant): 'forbidden' | 'not there' | 'done' {
  if (!route.roles.includes(role)) return 'forbidden';
  return isForeign(route, tenant) ? 'not there' : 'done';
}

function seen({ status, json }: Pick<Reply, 'status' | 'json'>): string {
  // Of many at once each is answered for itself; here it is one.
  const [only] = json?.results ?? [];
  if (only?.outcome === 'refused' && only.problem !== undefined) {
    return seen({ status: only.problem.status, json: only.problem });
  }
  if (status === 403 && json.code === 'access.forbidden') return 'forbidden';
  if (status === 404 && /\.not-found$/.test(json.code)) return 'not there';
  // Another partner that is named in a body is refused as a value.
  if (status === 422 && /must be your own/.test(json.detail)) return 'not there';
  return status < 300 || MOVED_ON.includes(status) ? 'done' : `${status} ${json?.code} ${json?.detail}`;
}

describe('what each role may do, with its own tenant and another’s', () => {
  it.each(guarded.map((route) => [route.name, route] as const))('%s', async (_name, route) => {
    const said: Record<string, string> = {};
    const told: Record<string, string> = {};
    for (const role of ROLES) {
      for (const tenant of TENANTS) {
        if (tenant === 'other partner' && !isPartnerRole(role)) continue;
        const reply = await ask(route, await tokenOf(role, tenant));
        const should = expected(route, role, tenant);
        said[`${role}, ${tenant}`] = should === 'done' && NOT_MADE.has(route.name) ? 'not there' : should;
        told[`${role}, ${tenant}`] = seen(reply);
        if (tenant !== 'own') expect(reply.text, `${role}, ${tenant}`).not.toContain('Partner ptn_1');
      }
    }
    expect(told).toEqual(said);
  });

  it('without a token is told to get one', async () => {
    for (const route of guarded) {
      const reply = await ask(route, null);
      expect([route.name, reply.status, reply.json.code]).toEqual([route.name, 401, 'access.unauthenticated']);
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="bunpai"');
    }
  });
});
