import { isFreeMail } from './free-mail.ts';

/** By which domain a company is found; null where thousands share it. */
export function matchingDomain(domain: string | null): string | null {
  return domain === null || isFreeMail(domain) ? null : domain;
}
