import { dynamoClicks } from '../store/dynamodb/clicks.ts';
import { dynamoPartners } from '../store/dynamodb/partners.ts';
import { dynamoPrograms } from '../store/dynamodb/programs.ts';
import { TRACKING_DAYS } from '../store/dynamodb/table.ts';
import { parseClickId } from '../tracking/click-id.ts';
import { dynamoClient as client } from './aws-clients.ts';
import type { UnstoredClick } from './deps.ts';
import { edgeSecrets } from './edge.ts';
import { env, keyFromEnv, optionalEnv } from './env.ts';
import { newId } from './ids.ts';
import type { TrackHost } from './track-host.ts';

/** What the redirect gets in the cloud. */
export function makeAwsTrackHost(): TrackHost {
  const clickIdKey = keyFromEnv('CLICK_ID_KEY');
  const records = { client, name: env('RECORDS_TABLE') };
  const tracking = { client, name: env('TRACKING_TABLE') };
  const salts = { client, name: env('SALTS_TABLE') };
  const parse = (clickId: string) => parseClickId(clickIdKey, clickId);
  const queueUrl = optionalEnv('CLICK_QUEUE_URL');
  return {
    deps: {
      stores: {
        clicks: dynamoClicks(tracking, { parse, days: TRACKING_DAYS, salts }),
        partners: dynamoPartners(records),
        programs: dynamoPrograms(records),
      },
      now: () => Date.now(),
      newId,
      clickIdKey,
      edgeSecrets: edgeSecrets(),
      clickFallback: queueUrl === null ? undefined : queueOf(queueUrl),
    },
  };
}

/** Hardly ever asked, so it is loaded when it is. */
function queueOf(queueUrl: string) {
  return async (click: UnstoredClick): Promise<void> => {
    const { sendTo } = await import('./aws-queue.ts');
    await sendTo(queueUrl, click);
  };
}
