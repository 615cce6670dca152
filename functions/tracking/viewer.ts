import { isFromEdge } from '../runtime/operation/edge.ts';
import type { HttpEvent } from '../runtime/operation/stack.ts';
import type { Viewer } from './day-salts.ts';

/** Who asked the edge. From anybody else it is just something that was said. */
export const VIEWER_HEADER = 'x-bunpai-viewer';

/** Who asks: as the edge saw it where the request came through the edge, else as the gateway did. */
export function viewerOf(event: Pick<HttpEvent, 'headers' | 'requestContext'>, edgeSecrets: readonly string[]): Viewer {
  const { headers, requestContext } = event;
  const seenByEdge = isFromEdge(event, edgeSecrets) ? headers[VIEWER_HEADER] : undefined;
  return { address: seenByEdge ?? requestContext.http.sourceIp, userAgent: headers['user-agent'] ?? '' };
}
