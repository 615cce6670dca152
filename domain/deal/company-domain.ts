import { parse } from 'tldts';

/**
 * The domain that was registered, from a host, a web or a mail address: `https://www.sample.co.jp/about`, `taro@mail.sample.co.jp`
 * and `SAMPLE.co.jp` are all `sample.co.jp`, by the public suffix list (with its private part: a shop on a shared host is a shop
 * of its own). International names are in their ASCII form. Null when there is no such domain in the text.
 */
export function companyDomain(text: string): string | null {
  const { hostname } = parse(text.normalize('NFKC').trim().toLowerCase(), { validateHostname: false });
  const address = `https://${hostname ?? ''}/`;
  if (!URL.canParse(address)) return null;
  const { domain, isIcann, isPrivate } = parse(new URL(address).hostname, { allowPrivateDomains: true });
  return isIcann === true || isPrivate === true ? domain : null;
}
