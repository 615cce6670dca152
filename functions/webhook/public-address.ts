import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that IANA has given out for the public IPv6 internet lies here. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the public internet: not private, loopback, link-local, of a cloud's metadata, of a carrier,
 * reserved, multicast, nor an IPv6 address that leads to one of these by mapping or translation.
 */
export function isPublicAddress(address: string): boolean {
  // Shorter forms, such as 1.2.3, are for the resolver to spell out.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST));
}

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';
}
