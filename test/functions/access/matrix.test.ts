import { beforeAll, describe, expect, it } from 'vitest';
import { isPartnerRole, ROLES } from '../../../functions/contract/route.ts';
import type { Role, Route, RouteName } from '../../../functions/contract/routes.ts';
import { routeList } from '../../../functions/contract/routes.ts';
import type { KeyRole } from '../../../functions/identity/api-key.ts';
import { KEY_ROLES, newApiKeyText, secretOf } from '../../../functions/identity/api-key.ts';
import { startedStep } from '../../../infra/constructs/rights.ts';
import type { App, Reply } from '../../support/app.ts';
import { MERCHANT } from '../../support/app.ts';
import { askOnItsGround } from '../contract/live-examples.ts';
import { aShopWithEverything } from './a-shop-with-everything.ts';
import { account, connector, OWN_PLACES, PLACES, REQUESTS, taxProfile } from './valid-requests.ts';

/** Whose token it is, as seen from the shop whose things the address names. */
type Tenant = 'own' | 'other merchant' | 'other partner';

const TENANTS: readonly Tenant[] = ['own', 'other merchant', 'other partner'];
/** What is looked at and is not there, whoever asks. */
const NOT_MADE: ReadonlySet<string> = new Set<RouteName>(['readSnapshot', 'readStatementTax', 'settleParked']);
/** What is posted and writes nothing. */
const WRITES_NOTHING: ReadonlySet<string> = new Set<RouteName>(['compareModels', 'simulatePlan']);
/** What a token of the same partner has removed before its key is shown. */
const GONE_BY_THEN: ReadonlySet<string> = new Set<RouteName>(['removeWebhookEndpoint']);
/** What a request that is right may meet: the things of a shop move on while all roles have their turn. */
const MOVED_ON = [409, 412];

let app: App;
let made: Readonly<Record<string, string>>;
/** A token for every role, and a key for every role that a server may have. */
const bearers = new Map<string, string>();
beforeAll(async () => {
  ({ app, places: made } = await aShopWithEverything());
  for (const tenant of TENANTS) {
    for (const role of ROLES) bearers.set(`${role}, ${tenant}`, await tokenOf(role, tenant));
    for (const role of KEY_ROLES) bearers.set(`key of ${role}, ${tenant}`, await keyOf(role, tenant));
  }
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

const merchantIn = (tenant: Tenant) => (tenant === 'other merchant' ? 'mer_2' : MERCHANT);
const partnerIn = (tenant: Tenant) => (tenant === 'other partner' ? 'ptn_2' : 'ptn_1');

const tokenOf = (role: Role, tenant: Tenant): Promise<string> => {
  const whose = { subject: `${role} of ${tenant}`, merchantId: merchantIn(tenant) };
  return app.token(isPartnerRole(role) ? { ...whose, role, partnerId: partnerIn(tenant) } : { ...whose, role });
};

async function keyOf(role: KeyRole, tenant: Tenant): Promise<string> {
  const text = newApiKeyText();
  const [since, goodUntil] = [Date.now(), Date.now() + 3_600_000];
  await app.deps.stores.apiKeys.advanceApiKey(null, {
    ...{ merchantId: merchantIn(tenant), keyId: `${role}-of-${tenant.replace(' ', '-')}`, name: 'tried' },
    ...{ role, partnerId: isPartnerRole(role) ? partnerIn(tenant) : null },
    ...{ secrets: [secretOf(text, { since, goodUntil, by: 'owner' })], revision: 1, createdAt: since },
    ...{ createdBy: 'owner', revoked: null },
  });
  return text;
}

/** Whether an address names what belongs to the shop, or to its first partner: the other one is told that it is not there. */
function isForeign(route: Route, tenant: Tenant): boolean {
  if (tenant === 'own') return false;
  const names = (part: string) => route.path.includes(`{${part}}`);
  const namesPartner =
    names('partnerId') ||
    names('statementId') ||
    names('conversionId') ||
    names('endpointId') ||
    names('dealId') ||
    names('linkId') ||
    names('code') ||
    names('claimId');
  if (tenant === 'other merchant')
    return namesPartner || names('programId') || names('rowId') || names('connectorId') || names('keyId');
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
        const should = expected(route, role, tenant);
        for (const who of [`${role}, ${tenant}`, `key of ${role}, ${tenant}`]) {
          const bearer = bearers.get(who);
          if (bearer === undefined) continue;
          const reply = await ask(route, bearer);
          const isGone = NOT_MADE.has(route.name) || (who.startsWith('key') && GONE_BY_THEN.has(route.name));
          said[who] = should === 'done' && isGone ? 'not there' : should;
          told[who] = seen(reply);
          if (tenant !== 'own') expect(reply.text, who).not.toContain('Partner ptn_1');
        }
      }
    }
    expect(told).toEqual(said);
  });

  it('leaves no write of a person out of the audit log', async () => {
    const everything = { from: 0, to: Number.MAX_SAFE_INTEGER, after: null, limit: Number.MAX_SAFE_INTEGER };
    const entries = await app.deps.stores.audit.auditEntries(MERCHANT, { by: 'time' }, everything);
    const told = new Set(entries.map((entry) => entry.operation));
    const isTold = (route: Route) => told.has(route.name) || told.has(startedStep(route) ?? '');
    const writes = guarded.filter(({ method, name }) => method !== 'GET' && !WRITES_NOTHING.has(name));
    // What found its work done in this shop is asked once more, in one where there is something to do.
    const untold: string[] = [];
    for (const route of writes.filter((each) => !isTold(each))) {
      const role = route.roles.filter((each) => each !== 'ingest').at(-1) ?? null;
      const { app: own } = await askOnItsGround(route, role);
      const place = { by: 'actor', actor: `${role}@example.com` } as const;
      const log = await own.deps.stores.audit.auditEntries(MERCHANT, place, everything);
      const operations = [route.name, startedStep(route)];
      const entry = log.find((each) => operations.includes(each.operation));
      if (entry?.role !== role || entry?.requestId !== 'req_1') untold.push(route.name);
    }
    expect(untold).toEqual([]);
    for (const { changed, operation, role, requestId } of entries) {
      expect(changed.length, operation).toBeGreaterThan(0);
      expect([operation, role, requestId]).toEqual([operation, expect.any(String), 'req_1']);
    }
    // Nothing of what was sent to be kept secret is in it.
    for (const text of [
      account.accountNumber,
      account.holder,
      taxProfile.legalName,
      taxProfile.address,
      connector.secret,
    ]) {
      expect(JSON.stringify(entries)).not.toContain(text);
    }
  });

  it('without a token is told to get one', async () => {
    for (const route of guarded) {
      const reply = await ask(route, null);
      expect([route.name, reply.status, reply.json.code]).toEqual([route.name, 401, 'access.unauthenticated']);
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="bunpai"');
    }
  });
});
