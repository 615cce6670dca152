import { timingSafeEqual } from 'node:crypto';
import type { HttpEvent } from '../runtime/stack.ts';
import type { Viewer } from './day-salts.ts';

/** What the edge adds: a secret that only it knows, and who asked it. From anybody else the second is just something that was said. */
export const EDGE_HEADER = 'x-bunpai-edge';
export const VIEWER_HEADER = 'x-bunpai-viewer';

/** Who asks: as the edge saw it where the request came through the edge, else as the gateway did. */
export function viewerOf(event: Pick<HttpEvent, 'headers' | 'requestContext'>, edgeSecret: string | null): Viewer {
  const { headers, requestContext } = event;
  const seenByEdge = isFromEdge(headers[EDGE_HEADER], edgeSecret) ? headers[VIEWER_HEADER] : undefined;
  return { address: seenByEdge ?? requestContext.http.sourceIp, userAgent: headers['user-agent'] ?? '' };
}

function isFromEdge(given: string | undefined, edgeSecret: string | null): boolean {
  if (given === undefined || edgeSecret === null) return false;
  const [said, known] = [Buffer.from(given), Buffer.from(edgeSecret)];
  return said.length === known.length && timingSafeEqual(said, known);
}
