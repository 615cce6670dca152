import type {
  DynamoDBDocumentClient,
  GetCommandInput,
  PutCommandInput,
  QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Item } from './codec.ts';

/** What the adapter asks of DynamoDB. Items go in and come back as plain values: texts, safe integers and bytes. */
export interface TableClient {
  readonly get: (asked: GetCommandInput) => Promise<Item | null>;
  /** Null when the item is written, else what kept it out. */
  readonly put: (asked: PutCommandInput) => Promise<Refused | null>;
  readonly query: (asked: QueryCommandInput) => Promise<Page>;
}

/** A condition that did not hold. */
export interface Refused {
  /** What stands there; null where the engine does not tell it. */
  readonly there: Item | null;
}

export interface Page {
  readonly items: readonly Item[];
  /** From where the next page goes on; undefined: this is the last. */
  readonly next: Readonly<Record<string, unknown>> | undefined;
}

/** The audit log, and the client that puts into it and another table together. */
export interface AuditTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}
