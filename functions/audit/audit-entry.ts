import { createHash } from 'node:crypto';
import type { MerchantId } from '../../domain/ids.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import type { Instant } from '../../domain/time.ts';
import type { Role } from '../contract/route.ts';
import { masked } from './masked.ts';

/** Who does something, through which operation. */
export interface Actor {
  readonly merchantId: MerchantId;
  readonly subject: string;
  /** Null: a step that a schedule started. */
  readonly role: Role | null;
  /** The operation of the route table, or the step. */
  readonly operation: string;
  readonly requestId: string | null;
  /** What the address of the request names: `{ programId: 'prg_1' }`. */
  readonly places: Readonly<Record<string, string>>;
}

/** One change that somebody made, as the auditor reads it. Bank details, secrets and personal data are masked in it. */
export interface AuditEntry {
  readonly entryId: string;
  readonly at: Instant;
  readonly merchantId: MerchantId;
  readonly actor: string;
  readonly role: Role | null;
  readonly operation: string;
  readonly requestId: string | null;
  /** What was changed, as the store knows it: `settlement`, `payee`. */
  readonly kind: string;
  /** Everything it is about, to be found by: `partner/ptn_1`, `period/2026-10`. */
  readonly things: readonly string[];
  /** Members that are new or other than before. */
  readonly changed: readonly string[];
  /** Those members before and after; null before: there was nothing. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

export interface Change {
  readonly kind: string;
  readonly before: object | null;
  readonly after: object;
}

const THINGS_MAX = 8;
/** A member that is longer is cut to how it begins and its hash: 400 lines of an import are no reading matter here. */
const MEMBER_CHARACTERS_MAX = 2000;
const SHOWN_CHARACTERS = 200;

/** What is told of a change; the same change by the same request is the same entry. */
export function auditEntryOf(actor: Actor, { kind, before, after }: Change, at: Instant): AuditEntry {
  const { merchantId, subject, role, operation, requestId } = actor;
  const [was, is] = [before, after] as unknown as [Members | null, Members];
  const changed = Object.keys({ ...was, ...is })
    .filter((name) => canonical(was?.[name]) !== canonical(is[name]))
    .sort();
  const cause = canonical([merchantId, subject, operation, requestId, actor.places, kind, at, before, after]);
  return {
    ...{ entryId: hashOf(cause).slice(0, 32), at, merchantId, actor: subject, role, operation, requestId, kind },
    things: thingsOf(kind, { ...namesIn(is), ...namesIn(actor.places) }, is),
    changed,
    before: was === null ? null : shown(kind, was, changed),
    after: shown(kind, is, changed),
  };
}

type Members = Readonly<Record<string, unknown>>;

/** Members that name something: `partnerId` is a partner, `owner: partner/ptn_1` is one already. */
function namesIn(members: Members): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(members)) {
    const thing = /^(\w+)Id$/.exec(name)?.[1];
    if (thing !== undefined && thing !== 'merchant' && typeof value === 'string') found[thing] = value;
  }
  return found;
}

function thingsOf(kind: string, names: Readonly<Record<string, string>>, is: Members): readonly string[] {
  const own = typeof is['id'] === 'string' ? [`${kind}/${is['id']}`] : [];
  const owner = typeof is['owner'] === 'string' && is['owner'].includes('/') ? [is['owner']] : [];
  const named = Object.entries(names).map(([thing, id]) => `${thing}/${id}`);
  return [...new Set([...own, ...owner, ...named])].slice(0, THINGS_MAX).sort();
}

function shown(kind: string, members: Members, changed: readonly string[]): Members {
  const entries = changed
    .filter((name) => members[name] !== undefined)
    .map((name) => [name, cut(masked(kind, name, members[name]))]);
  return Object.fromEntries(entries);
}

function cut(value: unknown): unknown {
  const text = canonical(value);
  if (text.length <= MEMBER_CHARACTERS_MAX) return JSON.parse(text) as unknown;
  return { begins: text.slice(0, SHOWN_CHARACTERS), characters: text.length, sha256: hashOf(text) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
