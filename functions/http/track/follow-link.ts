import { isbot } from 'isbot';
import { DomainError } from '../../../domain/errors.ts';
import { awsTrackHost } from '../../runtime/aws/track-host.ts';
import { logger } from '../../runtime/logger.ts';
import { countFault } from '../../runtime/metrics.ts';
import type { HttpEvent, HttpHandler, HttpResult } from '../../runtime/operation/stack.ts';
import { httpHandler } from '../../runtime/operation/stack.ts';
import type { TrackHost } from '../../runtime/track-host.ts';
import { viewerOf } from '../../tracking/viewer.ts';
import { forgottenVisitor, readVisitor, visitorCookie } from '../../tracking/visitor-cookie.ts';
import type { FollowedLink } from '../../usecases/facts/follow-link.ts';
import { followLink as follow } from '../../usecases/facts/follow-link.ts';

const LINK_ID_LENGTH_MAX = 128;

/**
 * Sends a visitor on to where a tracking link leads. Everybody waits for it, so it loads no schemas: the route's row in the
 * table is checked against this one by a test.
 */
export const followLink = {
  route: { name: 'followLink', method: 'GET' as const, path: '/t/{linkId}' },
  handlerOn: (host: () => Promise<TrackHost>): HttpHandler =>
    httpHandler('followLink', async (event) => {
      const { deps } = await host();
      const linkId = event.pathParameters?.['linkId'] ?? '';
      if (linkId.length > LINK_ID_LENGTH_MAX)
        throw new DomainError('link.not-found', {
          en: 'there is no such tracking link',
          ja: 'トラッキングリンクが見つかりません',
        });
      const isConsented = consents(event);
      const followed = await follow(deps, {
        linkId,
        isBot: isbot(event.headers['user-agent']),
        viewer: isConsented ? viewerOf(event, deps.edgeSecrets ?? []) : null,
        visitorOf: (merchantId) => (isConsented ? readVisitor(event.cookies ?? [], merchantId) : null),
      });
      report(followed, linkId);
      return redirect(followed, isConsented);
    }),
};

export const handler = followLink.handlerOn(awsTrackHost);

/** Whoever says no, by the page that the link stands on or by its browser, is known by nothing beyond this one click. */
function consents({ headers, queryStringParameters }: HttpEvent): boolean {
  return headers['sec-gpc']?.trim() !== '1' && queryStringParameters?.['consent'] !== 'denied';
}

function redirect({ location, merchantId, visitorId }: FollowedLink, isConsented: boolean): HttpResult {
  return {
    statusCode: 302,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'strict-origin-when-cross-origin' },
    cookies: [isConsented ? visitorCookie(merchantId, visitorId) : forgottenVisitor(merchantId)],
  };
}

function report({ click }: FollowedLink, linkId: string): void {
  if (click.kept === 'queued') {
    logger.warn('click queued', { linkId });
    countFault('clickQueued', 'followLink');
  }
  if (click.kept === 'lost') {
    logger.error('click lost', { linkId, error: click.error as Error });
    countFault('clickLost', 'followLink');
  }
}
