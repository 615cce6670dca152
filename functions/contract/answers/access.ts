import * as z from 'zod';
import { ERASED, ERASURE_REASONS, KEPT } from '../../../domain/partner/erasure.ts';
import { KEY_ROLES } from '../../identity/api-key.ts';
import { ROLES } from '../route.ts';
import { answer, day, id, instant, next } from './answer.ts';

const keyMembers = {
  keyId: id,
  name: z.string(),
  role: z.enum(KEY_ROLES),
  partnerId: id.nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
  secrets: z
    .array(z.object({ ending: z.string(), since: instant, goodUntil: instant, by: z.string() }))
    .meta({ description: 'What opens now, the newest first; `by` was shown it' }),
  lastUsedOn: day.nullable().meta({ description: 'UTC; null: never' }),
  createdAt: instant,
  createdBy: z.string(),
  revoked: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
};
const apiKey = z.object(keyMembers).meta({ id: 'ApiKey' });
const withSecret = z
  .object({
    ...keyMembers,
    key: z
      .string()
      .regex(/^bnp_live_/)
      .nullable()
      .meta({ description: 'Keep it: it is not shown again. Null: this call made none' }),
  })
  .meta({ id: 'ApiKeyWithSecret' });

const auditEntry = z
  .object({
    entryId: id,
    at: instant,
    actor: z.string().meta({ description: 'The subject of the token; `key/KEY/PERSON` for a server' }),
    role: z
      .enum(ROLES)
      .nullable()
      .meta({ description: 'Null: a step of a settlement or payout, run for whoever started it' }),
    operation: z.string(),
    requestId: z.string().nullable(),
    kind: z.string(),
    things: z.array(z.string()),
    changed: z.array(z.string()),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry', description: 'Bank details, secrets and personal data are `***`' });

const tag = { ETag: 'Goes back in If-Match' };

const erasure = z
  .object({
    partnerId: id,
    at: instant,
    by: z.string(),
    reasonCode: z.enum(ERASURE_REASONS),
    text: z.string(),
  })
  .meta({ id: 'Erasure' });

export const accessAnswers = {
  createApiKey: answer({
    body: withSecret,
    headers: tag,
    problems: ['key.conflict', 'key.too-many', 'reference.unknown'],
  }),
  listApiKeys: answer({ body: z.object({ keys: z.array(apiKey), next }), problems: [] }),
  readApiKey: answer({ body: apiKey, headers: tag, problems: ['key.not-found'] }),
  rotateApiKey: answer({
    body: withSecret,
    headers: tag,
    problems: ['key.not-found', 'key.revoked', 'key.edited', 'request.if-match-required'],
  }),
  readAuditLog: answer({
    body: z.object({ entries: z.array(auditEntry), next }),
    forms: ['text/csv', 'application/x-ndjson'],
    headers: { 'bunpai-next': 'Of a file: the cursor of the next' },
    problems: [],
  }),
  erasePartner: answer({
    body: erasure.extend({
      erased: z.array(z.enum(ERASED)).meta({ description: 'Nobody can read it any more' }),
      kept: z.array(
        z.object({
          what: z.enum(KEPT.map(({ what }) => what)),
          why: z.enum([...new Set(KEPT.map(({ why }) => why))]),
          text: z.string().meta({ description: 'For people, by Accept-Language' }),
        }),
      ),
    }),
    found: { moves: [], erases: [{ what: 'profile', count: 1 }] },
    problems: ['partner.not-found', 'partner.money-open', 'partner.changed'],
  }),
  listErasures: answer({ body: z.object({ erasures: z.array(erasure), next }), problems: [] }),
  revokeApiKey: answer({ body: apiKey, headers: tag, problems: ['key.not-found'] }),
};
