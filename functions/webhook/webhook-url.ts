import { isIP } from 'node:net';
import type { Sentence } from '../../domain/said.ts';
import { isLoopback, isPublicAddress } from './public-address.ts';

/** Why no webhook may go to an address; null: it may, as far as its letters tell. Where its name leads is seen at each connect. */
export function urlRefusal(text: string, allowsLocal: boolean): Sentence | null {
  const url = URL.parse(text);
  if (url === null)
    return {
      en: 'must be a whole address, such as "https://shop.example.com/webhooks"',
      ja: '"https://shop.example.com/webhooks"のような完全なアドレスで指定してください',
    };
  if (url.username !== '' || url.password !== '')
    return { en: 'must hold no user and no password', ja: 'ユーザー名とパスワードは含められません' };
  if (url.hash !== '') return { en: 'must hold no fragment', ja: 'フラグメント（#以降）は含められません' };
  const host = hostOf(url);
  const isLocal = allowsLocal && (isLoopback(host) || host === 'localhost');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    return { en: 'must begin with https://', ja: 'https://で始まるアドレスにしてください' };
  if (isIP(host) !== 0 && !isLocal && !isPublicAddress(host))
    return {
      en: `${host} is no address of the public internet`,
      ja: `${host}はインターネット上の公開アドレスではありません`,
    };
  return null;
}

/** The host of an address as it is resolved: an IPv6 address without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
