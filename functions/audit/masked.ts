/** Stands in place of what the log must not show; that it changed is seen from the names of what changed. */
const MASK = '***';

/** Bank details, secrets, and what points to a person, by the name of the member, wherever it stands. */
const HIDDEN: ReadonlySet<string> = new Set([
  ...['accountNumber', 'holder', 'iban', 'routingNumber', 'fingerprint', 'sealed', 'wrapped', 'clientCode'],
  ...['secret', 'secrets', 'hash', 'print', 'body', 'kept', 'metadata', 'evidence', 'notes'],
  ...['email', 'phone', 'contact', 'legalName', 'address', 'registration', 'corporateNumber', 'vatNumber', 'usForm'],
  ...['customerId', 'customerIds', 'visitorId'],
]);

/** What a partner is called is a person's name where the partner is one. */
const NAMES: ReadonlySet<string> = new Set(['name', 'displayName']);

/** A member of a change without what nobody needs to read in a log. */
export function masked(kind: string, name: string, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (HIDDEN.has(name) || ((kind === 'partner' || kind === 'profile') && NAMES.has(name))) return MASK;
  if (Array.isArray(value)) return value.map((each) => masked(kind, '', each));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([own, inner]) => [own, masked(kind, own, inner)]));
}
