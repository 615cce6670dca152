import * as z from 'zod';
import { AGES } from '../../../domain/ledger/clearing.ts';

/** What an operation answers, and what it may refuse beyond what every operation of its kind may. */
export interface Answer<Body = unknown> {
  /** The JSON of success; null: success has none. */
  readonly body: z.ZodType<Body> | null;
  /** Statuses of success beside the route's own, with the same body. */
  readonly also?: readonly number[];
  /** Media types beside JSON that `?format=` or `Accept` may ask for. */
  readonly forms?: readonly string[];
  /** Headers of success with what they say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What a dry run of it found, as an example; without it, an amount that it would move. */
  readonly found?: Pick<z.output<typeof dryRunAnswer>, 'moves' | 'erases'>;
  /** Codes that this operation may refuse with, beside those of every operation. */
  readonly problems: readonly string[];
}

/** A row that keeps the type of its body. */
export function answer<Body>(row: Answer<Body>): Answer<Body> {
  return row;
}

const AMOUNT = /^-?\d+(\.\d+)?$/;

/** A decimal number in a string, exact. */
export const decimal = z
  .string()
  .regex(AMOUNT)
  .meta({ examples: ['12.50'] });
export const money = z
  .object({ amount: decimal, currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: 'Money', description: 'An amount in the major unit with all its decimals, and its ISO 4217 currency.' });
/** RFC 3339 in UTC. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  .meta({ format: 'date-time' });
/** A business date. */
export const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .meta({ format: 'date' });
export const period = z
  .string()
  .regex(/^\d{4}-\d\d$/)
  .meta({ examples: ['2026-10'] });
export const id = z.string();
export const hash = z.string().regex(/^[0-9a-f]+$/);
export const next = z.string().nullable().meta({ description: 'The cursor of the next page; null: this is the last.' });
export const note = z.object({ code: z.string(), ja: z.string(), en: z.string() });

/** What one unit of a currency is worth in another on a day, or with `per` one of the other in it, and who said so where somebody did. */
export const dailyRate = z.object({
  date: day,
  from: z.string(),
  to: z.string(),
  rate: decimal,
  per: z.string().optional().describe('The rate is for one unit of `to`, and divides'),
  source: z.string().optional(),
});

export const clearing = z
  .array(
    z.object({
      account: z.string(),
      partnerId: id,
      periodId: period,
      balance: money,
      since: day,
      days: z.int(),
      age: z.enum(AGES),
    }),
  )
  .meta({ description: 'What is open on accounts that should come back to zero, oldest first' });

/** RFC 9457, as data within an answer. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457. `code` never changes its meaning; `errors` names every member that is wrong.',
  });

/** What a dry run answers, in place of the operation's own body. */
export const dryRunAnswer = z
  .object({
    dryRun: z.literal(true),
    operation: z.string(),
    wouldChange: z.boolean().meta({ description: 'False: it is done already' }),
    moves: z
      .array(z.object({ what: z.string(), amount: money }))
      .meta({ description: 'The amounts that it would move, by what they are; none for what moves none by itself' }),
    erases: z
      .array(z.object({ what: z.enum(['profile', 'bank-details']), count: z.int() }))
      .optional()
      .meta({ description: 'Of an erasure: what could not be read any more' }),
  })
  .meta({ id: 'DryRun' });

/** Who drafted something and who decided on it. */
export const decision = {
  draftedBy: z.string(),
  draftedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
};
