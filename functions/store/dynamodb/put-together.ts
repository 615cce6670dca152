import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Broken } from '../../../domain/errors.ts';
import type { AuditEntry } from '../../audit/audit-entry.ts';
import { auditEntryStored } from '../../audit/pending.ts';
import { auditItems } from './audit-items.ts';
import type { Item } from './codec.ts';
import { plainItem } from './codec.ts';
import type { AuditTable } from './table-client.ts';

const ATTEMPTS_MAX = 6;
const PAUSE_MILLISECONDS = 20;
/** Somebody wrote the same item at the same moment, or the table is asked for too much: the SDK takes neither for a passing fault. */
const PASSING: ReadonlySet<string | undefined> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** On which a put is done, or refused. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

interface Put {
  readonly item: Item;
  readonly condition: Condition;
}

/**
 * Puts an item on a condition together with its entry in the audit log: both stand, or neither. Null when they do; else what is
 * there, which is read where the engine does not tell it.
 * An entry has its name from its cause, so a second one of that name could only be the same.
 */
export async function putTogether(
  table: { readonly name: string; readonly audit?: AuditTable },
  put: Put,
  entry: AuditEntry,
  readThere: () => Promise<Item>,
): Promise<Item | null> {
  const { audit } = table;
  if (audit === undefined) throw new Broken('store.no-audit', `${table.name} has no audit log beside it`);
  auditEntryStored();
  const change = {
    TableName: table.name,
    Item: put.item,
    ...put.condition,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const TransactItems = [
    { Put: change },
    ...auditItems(entry).map((Item) => ({ Put: { TableName: audit.name, Item } })),
  ];
  for (let attempt = 1; ; attempt += 1) {
    try {
      await audit.client.send(new TransactWriteCommand({ TransactItems }));
      return null;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [first] = error.CancellationReasons ?? [];
      if (first?.Code === 'ConditionalCheckFailed') return first.Item ? plainItem(first.Item) : await readThere();
      // Whoever was first, the condition will tell.
      const isPassing = (error.CancellationReasons ?? []).some(({ Code }) => PASSING.has(Code));
      if (!isPassing || attempt === ATTEMPTS_MAX) throw error;
      await sleep(PAUSE_MILLISECONDS * 2 ** attempt * Math.random());
    }
  }
}
