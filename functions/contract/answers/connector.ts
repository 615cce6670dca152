import * as z from 'zod';
import { CONNECTOR_KINDS, MESSAGE_OUTCOMES } from '../../../domain/connector/connector.ts';
import type { SignedMapping } from '../../../domain/connector/signed-mapping.ts';
import { CONVERSION_MEMBERS, LINE_MEMBERS, REVERSAL_MEMBERS } from '../../../domain/connector/signed-mapping.ts';
import { answer, day, id, instant, next } from './answer.ts';

const source = z
  .union([z.string(), z.object({ value: z.string() })])
  .meta({ id: 'MappingSource', description: 'A JSON pointer into the message, or a fixed value' });
const membersOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.partialRecord(z.enum(names), source);

const mapping = z
  .object({
    signature: z.discriminatedUnion('scheme', [
      z.object({ scheme: z.literal('standard-webhooks') }),
      z.object({ scheme: z.literal('hex'), header: z.string() }),
    ]),
    id: z.string().nullable(),
    type: source,
    amounts: z.enum(['decimal', 'minor']),
    timezone: z.string().optional(),
    rules: z.array(
      z.discriminatedUnion('becomes', [
        z.object({
          type: z.string(),
          becomes: z.literal('conversion'),
          members: membersOf(CONVERSION_MEMBERS),
          lines: z.object({ each: z.string().nullable(), members: membersOf(LINE_MEMBERS) }),
        }),
        z.object({ type: z.string(), becomes: z.literal('reversal'), members: membersOf(REVERSAL_MEMBERS) }),
      ]),
    ),
  })
  .meta({
    id: 'Mapping',
    description: 'How every message is read; null for the kinds whose form is known',
  }) satisfies z.ZodType<SignedMapping>;

const connector = z
  .object({
    connectorId: id,
    programId: id,
    name: z.string(),
    kind: z.enum(CONNECTOR_KINDS),
    account: z.string().nullable(),
    takesTests: z.boolean(),
    isActive: z.boolean(),
    mapping: mapping.nullable(),
    path: z.string().meta({ description: 'Where the vendor posts to' }),
    secrets: z.array(
      z.object({
        masked: z.string().meta({ description: 'Its last four characters after dots' }),
        goodUntil: instant.nullable().meta({ description: 'Null: until it is replaced' }),
      }),
    ),
    changedAt: instant,
    changedBy: z.string(),
  })
  .meta({ id: 'Connector' });

const recordedFacts = z.array(z.object({ type: z.enum(['conversion', 'reversal']), id }));

const message = z
  .object({
    messageId: id,
    type: z.string(),
    outcome: z.enum(MESSAGE_OUTCOMES),
    reason: z.string().nullable(),
    recorded: recordedFacts,
    hash: z.string().meta({ description: 'SHA-256 of what was sent' }),
    tries: z.int(),
    at: instant,
  })
  .meta({ id: 'ConnectorMessage' });

const headers = { etag: 'The tag by which the connector is edited' };
const found = ['connector.not-found'];
const changed = [...found, 'connector.moved-on', 'connector.edited'];
const received = answer({
  body: z.object({ messageId: id, outcome: z.enum(MESSAGE_OUTCOMES), reason: z.string().nullable() }),
  problems: [...found, 'connector.signature-wrong', 'connector.moved-on'],
});

/** What is answered about connectors. */
export const connectorAnswers = {
  createConnector: answer({
    body: connector,
    also: [200],
    headers,
    problems: ['program.not-found', 'connector.conflict'],
  }),
  listConnectors: answer({ body: z.object({ connectors: z.array(connector) }), problems: [] }),
  readConnector: answer({ body: connector, headers, problems: found }),
  changeConnector: answer({ body: connector, headers, problems: changed }),
  rotateConnectorSecret: answer({ body: connector, headers, problems: changed }),
  readConnectorStatus: answer({
    body: z.object({
      connectorId: id,
      isActive: z.boolean(),
      from: day,
      to: day,
      counts: z.object({ taken: z.int(), ignored: z.int(), refused: z.int(), parked: z.int() }),
      reasons: z.array(
        z.object({ outcome: z.enum(MESSAGE_OUTCOMES), type: z.string(), reason: z.string(), count: z.int() }),
      ),
      lastSeenAt: instant.nullable(),
      parked: z.array(message).meta({ description: 'What is parked now, of any day; at most 100' }),
    }),
    problems: found,
  }),
  listConnectorMessages: answer({ body: z.object({ messages: z.array(message), next }), problems: found }),
  retryConnectorMessage: answer({
    body: message,
    problems: [...found, 'message.not-found', 'message.not-kept'],
  }),
  importConnectorCsv: answer({
    body: z.object({
      results: z.array(
        z.discriminatedUnion('result', [
          z.object({ line: z.int(), result: z.literal('recorded'), recorded: recordedFacts }),
          z.object({ line: z.int(), result: z.literal('ignored'), reason: z.string() }),
          z.object({ line: z.int(), result: z.literal('refused'), errors: z.array(z.string()) }),
        ]),
      ),
    }),
    problems: [...found, 'connector.unmapped'],
  }),
  receiveStripe: received,
  receiveShopify: received,
  receiveSigned: received,
};
