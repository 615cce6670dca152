import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { makeAwsTrackHost } from '../../../../functions/runtime/aws/track-deps.ts';
import { aClick, aScope, recorded } from '../../../store/facts.ts';

afterEach(() => vi.unstubAllEnvs());

it('a visitor waits two seconds for a queue that takes the connection and says nothing', async () => {
  const deaf = createServer(() => {}).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const address = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
  const environment = {
    ...{
      AWS_REGION: 'ap-northeast-1',
      AWS_ENDPOINT_URL: address,
      CLICK_ID_KEY: Buffer.alloc(32).toString('base64url'),
    },
    ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', CLICK_QUEUE_URL: `${address}/clicks` },
    ...{ TRACKING_TABLE: 't', RECORDS_TABLE: 'r', SALTS_TABLE: 's' },
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { clickFallback } = makeAwsTrackHost().deps;
  const before = performance.now();
  await expect(clickFallback?.({ scope: aScope(), click: recorded(aClick()) })).rejects.toThrow();
  expect(performance.now() - before).toBeGreaterThan(1_900);
  deaf.close();
}, 15_000);
