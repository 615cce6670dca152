import { isIP } from 'node:net';
import { isLoopback, isPublicAddress } from './public-address.ts';

/** Why no webhook may go to an address; null: it may, as far as its letters tell. Where its name leads is seen at each connect. */
export function urlRefusal(text: string, allowsLocal: boolean): string | null {
  const url = URL.parse(text);
  if (url === null) return 'must be a whole address, such as "https://shop.example.com/webhooks"';
  if (url.username !== '' || url.password !== '') return 'must hold no user and no password';
  if (url.hash !== '') return 'must hold no fragment';
  const host = hostOf(url);
  const isLocal = allowsLocal && (isLoopback(host) || host === 'localhost');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) return 'must begin with https://';
  if (isIP(host) !== 0 && !isLocal && !isPublicAddress(host)) return `${host} is no address of the public internet`;
  return null;
}

/** The host of an address as it is resolved: an IPv6 address without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
