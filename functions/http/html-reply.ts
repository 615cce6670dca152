import type { Language } from '../../domain/said.ts';
import { PUBLIC_CACHE } from './wire.ts';

/** Styles stand in the page; what else it may do, its own policy says. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page for people that is the same for everybody who reads its language. */
export function htmlReply(text: string, { language, policy }: { language: Language; policy?: string }) {
  const described = {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    vary: 'accept-language',
  };
  const allowed = policy === undefined ? POLICY : `${POLICY}; ${policy}`;
  return { headers: { ...PUBLIC_CACHE, ...described, 'content-security-policy': allowed }, text };
}
