import type { TrackingSettings } from '../../domain/partner/program.ts';
import type { Sentence } from '../../domain/said.ts';

/** Where a link may lead, or why it may not. */
export type Destination =
  | { readonly outcome: 'allowed'; readonly url: URL }
  | { readonly outcome: 'invalid'; readonly reason: Sentence }
  | { readonly outcome: 'host-not-allowed'; readonly reason: Sentence };

/** Developers' own machines: there is nobody in between to read along. */
const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/** A link leads to an allow-listed host over https, and nowhere else: a redirect that goes anywhere is a phisher's gift. */
export function checkDestination(
  destination: string,
  { allowedHosts, clickIdParameter }: TrackingSettings,
): Destination {
  const url = URL.canParse(destination) ? new URL(destination) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return {
      outcome: 'invalid',
      reason: {
        en: `must be an address such as "https://shop.example.com/", got "${destination}"`,
        ja: `"https://shop.example.com/"のようなアドレスで指定してください（入力値: "${destination}"）`,
      },
    };
  }
  if (!allowedHosts.includes(url.hostname)) {
    const allowed = allowedHosts.join(', ');
    return {
      outcome: 'host-not-allowed',
      reason: {
        en: `the program allows ${allowed || 'no host at all'}, got "${url.hostname}"`,
        ja: `プログラムで許可されたホストは${allowed || 'ありません'}${allowed === '' ? '' : 'です'}（入力値: "${url.hostname}"）`,
      },
    };
  }
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
    return {
      outcome: 'invalid',
      reason: {
        en: `must begin with "https://", got "${destination}"`,
        ja: `"https://"で始まるアドレスにしてください（入力値: "${destination}"）`,
      },
    };
  }
  if (url.username !== '' || url.password !== '')
    return {
      outcome: 'invalid',
      reason: { en: 'must not hold a user name or password', ja: 'ユーザー名やパスワードは含められません' },
    };
  if (url.searchParams.has(clickIdParameter)) {
    return {
      outcome: 'invalid',
      reason: {
        en: `must not hold "${clickIdParameter}", where the click id goes`,
        ja: `"${clickIdParameter}"はクリックIDに使うため、リンク先には含められません`,
      },
    };
  }
  return { outcome: 'allowed', url };
}

/** The destination with the click id appended. The rest stays as it was written: shops may sign or compare their queries. */
export function withClickId(url: URL, named: { parameter: string; clickId: string }): string {
  const [address = '', ...fragment] = url.href.split('#');
  const separator = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?';
  const hash = fragment.length > 0 ? `#${fragment.join('#')}` : '';
  return `${address}${separator}${named.parameter}=${named.clickId}${hash}`;
}
