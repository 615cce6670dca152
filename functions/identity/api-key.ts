import { createHash, randomBytes } from 'node:crypto';
import type { MerchantId, PartnerId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Role } from '../contract/route.ts';

/** What a server may be: whatever approves money or runs the account is a person's. */
export const KEY_ROLES = [
  'ingest',
  'partner-manager',
  'finance-maker',
  'auditor',
  'partner-admin',
  'partner-member',
] as const satisfies readonly Role[];

export type KeyRole = (typeof KEY_ROLES)[number];

/** One secret of a key, of which only a hash is kept. */
export interface ApiKeySecret {
  /** SHA-256 of the whole key, lower-case hex: 256 random bits cannot be found by trying, so no salt and no slow hash is needed. */
  readonly hash: string;
  /** The last four letters, to tell secrets apart. */
  readonly ending: string;
  readonly since: Instant;
  readonly goodUntil: Instant;
  /** Who was shown it, and so answers for what is done with it. */
  readonly by: string;
}

/** What a server of the merchant, or of a partner, shows in place of a token. */
export interface ApiKey {
  readonly merchantId: MerchantId;
  readonly keyId: string;
  /** What it is for, in the words of whoever made it. */
  readonly name: string;
  readonly role: KeyRole;
  /** Exactly for the roles of a partner's people. */
  readonly partnerId: PartnerId | null;
  /** The newest first. */
  readonly secrets: readonly ApiKeySecret[];
  readonly revision: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly revoked: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}

/** Whoever finds it lying about, and whatever looks for such things, knows what it is. */
export const KEY_PREFIX = 'bnp_live_';
const SECRET_BYTES = 32;
const FORM = new RegExp(`^${KEY_PREFIX}[A-Za-z0-9_-]{43}$`);
const ENDING_LETTERS = 4;
/** While one is rotated the one before stays good; a third is not needed. */
const SECRETS_MAX = 2;

/** A new key: the prefix and 256 random bits. */
export function newApiKeyText(): string {
  return `${KEY_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

export function isApiKeyText(text: string): boolean {
  return FORM.test(text);
}

export function apiKeyHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function secretOf(text: string, of: Pick<ApiKeySecret, 'since' | 'goodUntil' | 'by'>): ApiKeySecret {
  const { since, goodUntil, by } = of;
  return { hash: apiKeyHash(text), ending: text.slice(-ENDING_LETTERS), since, goodUntil, by };
}

/** The key with a new secret; those before are good until `oldGoodUntil` at the longest. */
export function rotated(key: ApiKey, secret: ApiKeySecret, oldGoodUntil: Instant): ApiKey {
  const before = key.secrets
    .filter(({ goodUntil }) => goodUntil > secret.since)
    .map((old) => ({ ...old, goodUntil: Math.min(old.goodUntil, oldGoodUntil) }));
  return { ...key, secrets: [secret, ...before].slice(0, SECRETS_MAX), revision: key.revision + 1 };
}

/** The secret of that hash, as long as it opens anything. */
export function goodSecret(key: ApiKey, hash: string, now: Instant): ApiKeySecret | null {
  if (key.revoked !== null) return null;
  return key.secrets.find((secret) => secret.hash === hash && now < secret.goodUntil) ?? null;
}

/** Who acts with a key, for the records: the key, and the person who answers for it. */
export function keySubject(keyId: string, person: string): string {
  return `key/${keyId}/${person}`;
}

/** The person behind a subject: whoever answers for the key, or the person itself. */
export function personOf(subject: string): string {
  return /^key\/[^/]+\/(.+)$/s.exec(subject)?.[1] ?? subject;
}
