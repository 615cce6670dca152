import { randomBytes } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { newTokenKey, tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { sha256Bytes } from '../../functions/runtime/ed25519.ts';
import type { Host } from '../../functions/runtime/host.ts';
import { newId, sha256 } from '../../functions/runtime/ids.ts';
import { late } from '../../functions/runtime/late.ts';
import type { Stores } from '../../functions/store/store.ts';
import { servedOperations } from './operations.ts';
import { startServer } from './server.ts';

const HOURS = 8;
const CLICK_ID_KEY_BYTES = 32;

export interface RestoredHost {
  readonly address: string;
  /** Of an auditor of the merchant. */
  readonly token: string;
  readonly stop: () => Promise<void>;
}

export interface RestoredHostOptions {
  /** Of the copies. */
  readonly stores: Stores;
  readonly merchantId: string;
  readonly port: number;
  readonly onError: (error: unknown) => void;
}

/** Following a link writes; and the id of a click leads to it only by the key that signed it, which is not restored. */
const NOT_SERVED = /^\/t\/|\{clickId\}$/;

/** Shows what restored copies hold, to an auditor on this machine: reads alone, and opens nothing that is sealed. */
export async function startRestoredHost(options: RestoredHostOptions): Promise<RestoredHost> {
  const { stores, merchantId, port, onError } = options;
  const issuer = await tokenIssuer(await newTokenKey());
  const none = <Port extends object>(what: string): Port =>
    late(async () => await Promise.reject<Record<string, never>>(new Error(`restored copies have no ${what}`))) as Port;
  const host: Host = {
    deps: {
      stores,
      now: () => Date.now(),
      newId,
      sha256,
      sha256Bytes,
      cipher: none('key for what is sealed'),
      signer: none('key to sign with'),
      clickIdKey: randomBytes(CLICK_ID_KEY_BYTES),
    },
    steps: none('steps'),
    verifyToken: issuer.verify,
    // Whoever uses a key is noted, and here nothing is written.
    verifyKey: () =>
      Promise.reject(
        new DomainError('access.unauthenticated', {
          en: 'restored copies take tokens only',
          ja: '復元したデータではトークンだけが使えます',
        }),
      ),
  };
  const routes = servedOperations(host).filter(({ method, path }) => method === 'GET' && !NOT_SERVED.test(path));
  const server = await startServer({ port, routes, onError });
  const auditor = { subject: 'usr_auditor', merchantId, role: 'auditor', partnerId: null } as const;
  return { address: server.address, token: await issuer.mint(auditor, HOURS * 3600), stop: server.stop };
}
