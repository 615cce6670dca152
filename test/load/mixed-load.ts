import type { Request } from 'autocannon';
import autocannon from 'autocannon';
import { startHostProcess } from '../../cli/live/host-process.ts';
import { mintPartnerToken, mintTokens } from '../../cli/live/tokens.ts';
import { createClient } from '../../functions/contract/client.ts';
import { tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { MERCHANT, PROGRAM } from '../support/app.ts';
import { aConversion, aLine, aPlan, aProgram, programPath, usd } from '../support/shop.ts';

export interface MixedLoad {
  readonly folder: string;
  readonly seconds: number;
  readonly connections: number;
}

/** Facts that the host said it has. */
export interface Accepted {
  readonly clicks: readonly string[];
  readonly conversions: readonly string[];
}

interface Kind {
  /** How long each answer took, in milliseconds. */
  readonly times: number[];
  readonly statuses: Map<number, number>;
}

export interface LoadResult {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly accepted: Accepted;
  readonly faults: readonly string[];
}

export const LINKS = 40;
const PARTNERS = 8;
/** Of twenty requests of a connection, one after the other: 80 % clicks, 15 % conversions, 5 % reads. */
const MIX = 'cccckcccckcccckccccr';

/** Loads a fresh host on loopback as fast as its connections go, and ends it in the usual way. */
export async function mixedLoad({ folder, seconds, connections }: MixedLoad): Promise<LoadResult> {
  const host = await startHostProcess({ local: folder, isFresh: true });
  try {
    const source = { address: host.address, issuer: await tokenIssuer(host.tokenKey), merchantId: MERCHANT };
    const tokens = await mintTokens(source);
    await setUp(host.address, tokens.admin);
    const partner = await mintPartnerToken(source, 'ptn_0');
    const load = loadOf({ ingest: tokens.ingest, partner });
    const { errors, timeouts } = await autocannon({
      url: host.address,
      connections,
      duration: seconds,
      timeout: 30,
      requests: [...MIX].map((letter) => load.requests[letter as keyof typeof load.requests]),
    });
    const faults = [...load.faults];
    if (errors > 0) faults.push(`${errors} requests got no answer, ${timeouts} of them in time`);
    return { kinds: load.kinds, accepted: load.accepted, faults };
  } finally {
    await host.stop();
  }
}

async function setUp(address: string, token: string): Promise<void> {
  const admin = createClient({ address, token });
  const programId = PROGRAM;
  await admin.createProgram({ body: aProgram() });
  await admin.publishPlan({ programId, body: aPlan({ effectiveFrom: '2026-01-01' }) });
  for (let number = 0; number < PARTNERS; number += 1) {
    const partnerId = `ptn_${number}`;
    await admin.createPartner({ body: { partnerId, name: partnerId, kind: 'affiliate' } });
    await admin.enroll({ programId, body: { partnerId, status: 'active', joinedAt: '2026-01-01T00:00:00Z' } });
  }
  for (let number = 0; number < LINKS; number += 1) {
    const link = { linkId: `lnk_${number}`, partnerId: `ptn_${number % PARTNERS}` };
    await admin.createLink({ programId, body: { ...link, destination: 'https://shop.example.com/' } });
  }
}

/** What is asked of the host, and what became of it. */
function loadOf(tokens: { readonly ingest: string; readonly partner: string }) {
  const accepted = { clicks: [] as string[], conversions: [] as string[] };
  const kinds = new Map<string, Kind>();
  const faults: string[] = [];
  let count = 0;
  const kind = (
    name: string,
    make: (number: number, context: Context) => Request,
    take: (answer: Answer, context: Context) => string | null,
  ): Request => {
    const { times, statuses } = { times: [] as number[], statuses: new Map<number, number>() };
    kinds.set(name, { times, statuses });
    return {
      setupRequest: (request, context) => {
        count += 1;
        const made = make(count, context as Context);
        (context as Context).sentAt = performance.now();
        return { ...request, ...made };
      },
      onResponse: (status, body, context, headers) => {
        times.push(performance.now() - (context as Context).sentAt);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const fault = take({ status, body, headers: headers as Answer['headers'] }, context as Context);
        if (fault !== null && faults.length < FAULTS_SHOWN_MAX) faults.push(`${name}: ${status}: ${fault}`);
      },
    };
  };
  return {
    accepted,
    kinds,
    faults,
    requests: {
      c: kind(
        'click',
        (number) => ({ method: 'GET', path: `/t/lnk_${number % LINKS}`, headers: { 'user-agent': BROWSER } }),
        ({ status, headers, body }, context) => {
          const location = headers['location'] ?? headers['Location'];
          const clickId = location === undefined ? null : new URL(location).searchParams.get('bpid');
          if (status !== 302 || clickId === null) return body;
          context.clickId = clickId;
          accepted.clicks.push(clickId);
          return null;
        },
      ),
      k: kind(
        'conversion',
        (number, context) => {
          context.conversionId = `ord_${number}`;
          const body = aConversion({
            conversionId: context.conversionId,
            occurredAt: new Date().toISOString(),
            customerId: `cus_${number}`,
            ...(context.clickId === undefined ? {} : { clickId: context.clickId }),
            lines: [aLine({ amount: usd('120.00') })],
          });
          const headers = { authorization: `Bearer ${tokens.ingest}`, 'content-type': 'application/json' };
          return { method: 'POST', path: programPath('conversions'), headers, body: JSON.stringify(body) };
        },
        ({ status, body }, { conversionId }) => {
          if (status !== 201 || conversionId === undefined) return body;
          accepted.conversions.push(conversionId);
          return null;
        },
      ),
      r: kind(
        'read',
        () => ({ method: 'GET', path: '/v1/partners/ptn_0', headers: { authorization: `Bearer ${tokens.partner}` } }),
        ({ status, body }) => (status === 200 ? null : body),
      ),
    },
  };
}

const FAULTS_SHOWN_MAX = 20;
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

/** A connection's own memory; its requests follow each other. */
interface Context {
  sentAt: number;
  clickId?: string;
  conversionId?: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export const SCOPE = { merchantId: MERCHANT, programId: PROGRAM };
