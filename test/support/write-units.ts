import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What one request cost, in the words of the engine: `ReturnConsumedCapacity`. */
interface Consumed {
  readonly operation: string;
  readonly table: string;
  readonly units: number;
  /** Size of the item, 0 when none was written. */
  readonly bytes: number;
}

export interface Cost {
  readonly writes: number;
  readonly reads: number;
  /** Of the largest item written, by the rules of the price list. */
  readonly bytes: number;
}

export interface UnitCounter {
  /** Runs some work alone and tells what it cost. */
  readonly during: (work: () => Promise<unknown>) => Promise<Cost>;
}

const UNIT_BYTES = 1024;
const WRITES = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand', 'TransactWriteItemsCommand']);

/** Makes every request of the client ask for its price. A request that does not tell one is an error, not a zero. */
export function countUnits(client: DynamoDBClient): UnitCounter {
  const consumed: Consumed[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = context.commandName ?? '';
      const input = args.input as Record<string, unknown>;
      if (!('TableName' in input) || !/^(?:Put|Update|Delete|Get)Item|^Query/.test(operation)) return await next(args);
      const result = await next({ ...args, input: { ...input, ReturnConsumedCapacity: 'TOTAL' } } as typeof args);
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      if (ConsumedCapacity?.CapacityUnits === undefined) throw new Error(`${operation} did not tell what it consumed`);
      const units = ConsumedCapacity.CapacityUnits;
      const bytes = sizeOf(input['Item']);
      const expected = Math.ceil(bytes / UNIT_BYTES);
      if (operation.startsWith('PutItem') && units < expected) {
        throw new Error(`${operation} of ${bytes} bytes costs ${expected} units, the engine told ${units}`);
      }
      consumed.push({ operation, table: String(input['TableName']), units, bytes });
      return result;
    },
    { step: 'initialize', name: 'countUnits' },
  );
  return {
    during: async (work) => {
      consumed.length = 0;
      await work();
      let writes = 0;
      let reads = 0;
      let largest = 0;
      for (const { operation, units, bytes } of consumed) {
        largest = Math.max(largest, bytes);
        if (WRITES.has(operation)) writes += units;
        else reads += units;
      }
      return { writes, reads, bytes: largest };
    },
  };
}

/** Names and values in UTF-8; a number takes a byte for two of its digits, and one more. */
function sizeOf(item: unknown): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item ?? {})) bytes += Buffer.byteLength(name) + valueSizeOf(value);
  return bytes;
}

function valueSizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (value instanceof Uint8Array) return value.byteLength;
  throw new TypeError(`items hold texts, numbers and bytes, got ${typeof value}`);
}
