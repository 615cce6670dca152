import { DomainError } from '../../domain/errors.ts';
import addresses from '../contract/addresses.json' with { type: 'json' };
import { routerOf } from '../contract/match-route.ts';
import { httpHandler } from '../runtime/operation/stack.ts';

const matchRoute = routerOf(addresses);

/** What no route takes: the gateway's default route, which cannot tell a wrong method from a wrong path by itself. */
export const handler = httpHandler('unmatched', async (event) => {
  const { method } = event.requestContext.http;
  const matched = matchRoute(method, event.rawPath);
  if (matched.outcome !== 'method-not-allowed') {
    throw new DomainError('route.not-found', {
      en: `there is nothing at ${event.rawPath}`,
      ja: `${event.rawPath}というアドレスはありません`,
    });
  }
  const allowed = matched.allowed.join(', ');
  throw new DomainError('route.method-not-allowed', {
    en: `${event.rawPath} takes ${allowed}, got ${method}`,
    ja: `${event.rawPath}で使えるメソッドは${allowed}です（入力値: ${method}）`,
  });
});
