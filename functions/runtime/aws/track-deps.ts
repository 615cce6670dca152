import { dynamoClicks } from '../../store/dynamodb/clicks.ts';
import { directClient } from '../../store/dynamodb/direct-client.ts';
import { dynamoPartners } from '../../store/dynamodb/partners.ts';
import { dynamoPrograms } from '../../store/dynamodb/programs.ts';
import { TRACKING_DAYS } from '../../store/dynamodb/table.ts';
import type { TableClient } from '../../store/dynamodb/table-client.ts';
import { parseClickId } from '../../tracking/click-id.ts';
import type { UnstoredClick } from '../deps.ts';
import { env, keyFromEnv, optionalEnv } from '../env.ts';
import { newId } from '../ids.ts';
import { edgeSecrets } from '../operation/edge.ts';
import type { TrackHost } from '../track-host.ts';

/** What the redirect gets in the cloud. */
export function makeAwsTrackHost(): TrackHost {
  const client = clientFromEnv();
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

/** A visitor waits no longer than three times this for the tables. */
const ATTEMPT_MILLISECONDS = 1_000;
/** And then no longer than this for the queue, with all its tries: it is sent on without its click being kept. */
const QUEUE_MILLISECONDS = 2_000;

/** The tables, as Lambda tells a function where they are and who it is. */
function clientFromEnv(): TableClient {
  const {
    AWS_REGION: region = '',
    AWS_ENDPOINT_URL: elsewhere = `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint = elsewhere,
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  return directClient({ endpoint, region, credentials, attemptMilliseconds: ATTEMPT_MILLISECONDS });
}

/** Hardly ever asked, so it is loaded when it is. */
function queueOf(queueUrl: string) {
  return async (click: UnstoredClick): Promise<void> => {
    const { sendTo } = await import('./queue.ts');
    await sendTo(queueUrl, click, { within: QUEUE_MILLISECONDS });
  };
}
