import { describe, expect, it } from 'vitest';
import { canonical, parseCanonical } from '../../../domain/integrity/canonical.ts';
import { routes } from '../../../functions/contract/routes.ts';
import { followLink } from '../../../functions/http/track/follow-link.ts';
import type { UnstoredClick } from '../../../functions/runtime/deps.ts';
import { memoryStores } from '../../../functions/store/memory/stores.ts';
import { parseClickId } from '../../../functions/tracking/click-id.ts';
import { visitorCookieName } from '../../../functions/tracking/visitor-cookie.ts';
import { destroyDaySalts } from '../../../functions/usecases/facts/destroy-day-salts.ts';
import { storeQueuedClick } from '../../../functions/usecases/facts/store-queued-click.ts';
import type { App, Reply } from '../../support/app.ts';
import { anApp, KEY, MERCHANT, PROGRAM } from '../../support/app.ts';
import { aConversion, aProgram, aShop, post, programPath } from '../../support/shop.ts';

const scope = { merchantId: MERCHANT, programId: PROGRAM };
const BROWSER = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1';

/** A visitor has no token; its browser sends what cookies it has. */
const follow = (app: App, cookies: readonly string[] = [], agent = BROWSER): Promise<Reply> =>
  app.call('GET', '/t/lnk_1', { token: null, cookies, headers: { 'user-agent': agent } });

const landing = (reply: Reply): URL => new URL(reply.headers['location'] ?? '');
const clickIdOf = (reply: Reply): string => landing(reply).searchParams.get('bpid') ?? '';
const cookieOf = (reply: Reply): string => reply.cookies[0]?.split(';')[0] ?? '';

describe('a tracking link', () => {
  it('leads to its destination, which stays as it was written, with a signed click id', async () => {
    const app = await aShop();
    const reply = await follow(app);
    expect(reply.status).toBe(302);
    const [before, after] = (reply.headers['location'] ?? '').split(clickIdOf(reply));
    expect([before, after]).toEqual(['https://shop.example.com/sale?colour=red%20wine&bpid=', '#top']);
    expect(parseClickId(KEY, clickIdOf(reply))?.occurredAt).toBe(app.deps.now());
  });

  it('is not cached, and tells the shop no more than where the visitor came from', async () => {
    const reply = await follow(await aShop());
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
  });

  it('stores the click, and of a visitor without consent nothing but a random id', async () => {
    const app = await aShop();
    const clickId = clickIdOf(await app.call('GET', '/t/lnk_1?consent=denied', { token: null }));
    const click = await app.deps.stores.clicks.click(scope, clickId);
    const { visitorId, occurredAt } = parseClickId(KEY, clickId) ?? { visitorId: '', occurredAt: 0 };
    expect(click).toEqual({ clickId, visitorId, occurredAt, partnerId: 'ptn_1', linkId: 'lnk_1', isBot: false });
  });

  it('tells sources of a day apart by a hash that leads to nobody once the salt of the day is destroyed', async () => {
    const app = await aShop();
    const sourceOf = async (headers: Record<string, string> = {}, query = '') => {
      const asked = { token: null, headers: { 'user-agent': BROWSER, ...headers } };
      const clickId = clickIdOf(await app.call('GET', `/t/lnk_1${query}`, asked));
      return (await app.deps.stores.clicks.click(scope, clickId))?.source;
    };
    // Nobody waits for the salt of a day: the first click of a process may go without.
    await sourceOf();
    const first = await sourceOf();
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(await sourceOf()).toBe(first);
    expect(await sourceOf({ 'user-agent': `${BROWSER} another` })).not.toBe(first);
    // What anybody may say is not believed.
    expect(await sourceOf({ 'x-bunpai-viewer': '203.0.113.7', 'x-bunpai-edge': 'guess' })).toBe(first);
    expect(await sourceOf({ 'sec-gpc': '1' })).toBeUndefined();
    expect(await sourceOf({}, '?consent=denied')).toBeUndefined();
    const day = new Date(app.deps.now()).toISOString().slice(0, 10);
    const salt = await app.deps.stores.clicks.daySalt(day);
    expect(salt?.salt).toMatch(/^[\w-]{22}$/);
    app.setNow('2026-10-04T12:00:00Z');
    await sourceOf();
    expect(await sourceOf()).not.toBe(first);
    expect(await destroyDaySalts(app.deps)).toBe(1);
    expect(await app.deps.stores.clicks.daySalt(day)).toEqual({ day, salt: null });
    expect(await destroyDaySalts(app.deps)).toBe(0);
  });

  it('joins the shop’s order to the partner, though the shop is another host and sees none of our cookies', async () => {
    const app = await aShop();
    const reply = await follow(app);
    expect(landing(reply).hostname).not.toBe('track.example.com');
    // All that the shop has is the address that its page was opened with.
    const clickId = landing(reply).searchParams.get('bpid');
    const order = aConversion({ occurredAt: '2026-10-03T00:00:00+09:00', clickId });
    expect((await post(app, programPath('conversions'), order)).lines).toMatchObject([{ partnerId: 'ptn_1' }]);
    const other = aConversion({ conversionId: 'ord_2', occurredAt: '2026-10-03T00:00:00+09:00' });
    expect((await post(app, programPath('conversions'), other)).outcome).toBe('unattributed');
  });

  it('knows a visitor again by a cookie that only we can read', async () => {
    const app = await aShop();
    const first = await follow(app);
    expect(first.cookies[0]).toMatch(
      /^bp_visitor_[0-9a-f]{12}=vis_[\w-]{22}; Path=\/; Max-Age=34560000; HttpOnly; Secure; SameSite=Lax$/,
    );
    const second = await follow(app, ['other=1', cookieOf(first)]);
    expect(cookieOf(second)).toBe(cookieOf(first));
    expect(clickIdOf(second)).not.toBe(clickIdOf(first));
    const visitors = [first, second].map((reply) => parseClickId(KEY, clickIdOf(reply))?.visitorId);
    expect(visitors[0]).toBe(visitors[1]);
    expect(cookieOf(await follow(app))).not.toBe(cookieOf(first));
  });

  it('gives a new id to a visitor whose cookie is not of our making', async () => {
    const app = await aShop();
    const reply = await follow(app, [`${visitorCookieName(MERCHANT)}=vis_'; DROP TABLE clicks`]);
    expect(cookieOf(reply)).toMatch(/=vis_[\w-]{22}$/);
  });

  it.each([
    ['the page that it stands on', '/t/lnk_1?consent=denied', {}],
    ['the browser', '/t/lnk_1', { 'sec-gpc': '1' }],
  ])('knows nobody who said no by %s, forgets an earlier visit, and counts the click', async (_by, path, said) => {
    const app = await aShop();
    const known = await follow(app);
    const headers = { 'user-agent': BROWSER, ...said };
    const reply = await app.call('GET', path, { token: null, cookies: [cookieOf(known)], headers });
    expect(reply.cookies).toEqual([
      `${visitorCookieName(MERCHANT)}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`,
    ]);
    const [before, after] = [known, reply].map((each) => parseClickId(KEY, clickIdOf(each))?.visitorId);
    expect(after).not.toBe(before);
    const order = aConversion({ occurredAt: '2026-10-03T00:00:00+09:00', clickId: clickIdOf(reply) });
    expect((await post(app, programPath('conversions'), order)).lines).toMatchObject([{ partnerId: 'ptn_1' }]);
  });

  it('does not know one merchant’s visitor at another', () => {
    expect(visitorCookieName('mer_2')).not.toBe(visitorCookieName(MERCHANT));
  });

  it('sends a bot on, but marks its click', async () => {
    const app = await aShop();
    const reply = await follow(app, [], 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)');
    expect(reply.status).toBe(302);
    const order = aConversion({ occurredAt: '2026-10-03T00:00:00+09:00', clickId: clickIdOf(reply) });
    expect(await post(app, programPath('conversions'), order)).toMatchObject({ reason: 'no-eligible-touchpoint' });
  });

  it.each(['lnk_9', 'x'.repeat(200), '%00', '..%2F'])('that there is not (%s) is told as a problem', async (linkId) => {
    const reply = await (await aShop()).call('GET', `/t/${linkId}`, { token: null });
    expect(reply.status).toBe(404);
    expect(reply.json).toMatchObject({ code: 'link.not-found', status: 404 });
  });

  it('to a host that the program does not allow is stopped also when it is followed', async () => {
    const app = await aShop();
    const link = { linkId: 'lnk_evil', ...scope, partnerId: 'ptn_1', destination: 'https://evil.example/' };
    await app.deps.stores.partners.putLink({ fact: link, recordedAt: 0 });
    const reply = await app.call('GET', '/t/lnk_evil', { token: null });
    expect([reply.status, reply.json.code]).toEqual([403, 'link.blocked']);
    expect(reply.headers['location']).toBeUndefined();
  });

  it('appends under the name that the program chose', async () => {
    const app = await aShop();
    const tracking = { allowedHosts: ['shop.example.com', 'localhost'], clickIdParameter: 'ref' };
    await post(app, '/v1/programs', aProgram({ id: 'prg_2', tracking }));
    const enrollment = { partnerId: 'ptn_1', status: 'active', joinedAt: '2026-01-01T00:00:00Z' };
    await post(app, programPath('enrollments', 'prg_2'), enrollment);
    const body = { partnerId: 'ptn_1', destination: 'http://localhost:8080' };
    const { linkId, path } = await post(app, programPath('links', 'prg_2'), body);
    expect([linkId, path]).toEqual([expect.stringMatching(/^lnk_[\w-]{22}$/), `/t/${linkId}`]);
    const reply = await app.call('GET', path, { token: null });
    expect(reply.headers['location']).toMatch(/^http:\/\/localhost:8080\/\?ref=bp_[\w-]{48}$/);
  });

  it('has its row in the route table like any other operation', () => {
    const { name, method, path } = routes.followLink;
    expect(followLink.route).toEqual({ name, method, path });
  });
});

describe('when the store does not take clicks, a tracking link', () => {
  const broken = () => {
    const stores = memoryStores();
    const putClick = async () => {
      throw new Error('the table is away');
    };
    return { ...stores, clicks: { ...stores.clicks, putClick } };
  };

  it('leads on, and the click goes to the queue, whole', async () => {
    const queued: UnstoredClick[] = [];
    const clickFallback = async (click: UnstoredClick) => {
      queued.push(click);
    };
    const app = await aShop(anApp({ stores: broken(), clickFallback }));
    const reply = await follow(app);
    expect(reply.status).toBe(302);
    expect(queued).toMatchObject([{ scope, click: { fact: { clickId: clickIdOf(reply), partnerId: 'ptn_1' } } }]);

    // The table is back: the queue's message, offered twice as queues do, is the click that was made.
    const back = { ...app.deps, stores: memoryStores() };
    const message = canonical(queued[0]);
    for (let offer = 0; offer < 2; offer += 1) await storeQueuedClick(back, parseCanonical<UnstoredClick>(message));
    expect(await back.stores.clicks.click(scope, clickIdOf(reply))).toEqual(queued[0]?.click.fact);
  });

  it('leads on without a queue too', async () => {
    const app = await aShop(anApp({ stores: broken() }));
    expect((await follow(app)).status).toBe(302);
  });

  it('leads on when the queue is away as well', async () => {
    const clickFallback = async () => {
      throw new Error('the queue is away');
    };
    const app = await aShop(anApp({ stores: broken(), clickFallback }));
    expect((await follow(app)).status).toBe(302);
  });

  it('leads on once it is known, even when nothing can be read', async () => {
    const stores = memoryStores();
    let isAway = false;
    const link: typeof stores.partners.link = async (linkId) => {
      if (isAway) throw new Error('the table is away');
      return stores.partners.link(linkId);
    };
    const app = await aShop(anApp({ stores: { ...stores, partners: { ...stores.partners, link } } }));
    await follow(app);
    isAway = true;
    expect((await follow(app)).status).toBe(302);
    expect((await app.call('GET', '/t/lnk_2', { token: null })).status).toBe(500);
  });
});
