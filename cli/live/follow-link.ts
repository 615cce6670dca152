const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const CRAWLER = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

export interface Visit {
  readonly linkId: string;
  /** What the visitor's browser holds for the host, or null on a first visit. */
  readonly cookie: string | null;
  readonly isBot: boolean;
  /** The program's name for the parameter that carries the click id. */
  readonly clickIdParameter: string;
}

/** Follows a tracking link as a browser does, up to the shop's door: what the shop sees in the address is the click id. */
export async function followLink(
  address: string,
  visit: Visit,
): Promise<{ readonly clickId: string; readonly cookie: string }> {
  const path = `/t/${encodeURIComponent(visit.linkId)}`;
  const response = await fetch(new URL(path, address), {
    redirect: 'manual',
    headers: {
      'user-agent': visit.isBot ? CRAWLER : BROWSER,
      ...(visit.cookie === null ? {} : { cookie: visit.cookie }),
    },
  });
  const body = await response.text();
  const location = response.headers.get('location');
  if (response.status !== 302 || location === null) {
    throw new Error(`GET ${path} was answered ${response.status}: ${body.slice(0, 500)}`);
  }
  const clickId = new URL(location).searchParams.get(visit.clickIdParameter);
  if (clickId === null) throw new Error(`${path} led to ${location}, without ${visit.clickIdParameter}`);
  const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? visit.cookie;
  if (!cookie) throw new Error(`${path} set no cookie for a new visitor`);
  return { clickId, cookie };
}
