import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { TableDefinition, TableId } from '../../functions/store/dynamodb/table.ts';
import { TABLES } from '../../functions/store/dynamodb/table.ts';
import { acknowledge } from '../checks.ts';
import { constructId } from './naming.ts';

/** The tables of the store, by the name that the store knows them by. */
export type Tables = Readonly<Record<TableId, Table>>;

/** Every table that the store defines; none can be lost by a mistake of ours, and whatever is copied can be wound back 35 days. */
export function makeTables(scope: Construct, encryptionKey: IKey): Tables {
  const make = (id: TableId): Table => makeTable(scope, id, TABLES[id], encryptionKey);
  return {
    tracking: make('tracking'),
    records: make('records'),
    ledger: make('ledger'),
    audit: make('audit'),
    salts: make('salts'),
  };
}

function makeTable(scope: Construct, id: TableId, definition: TableDefinition, encryptionKey: IKey): Table {
  const table = new Table(scope, constructId(id), {
    partitionKey: { name: definition.partitionKey, type: AttributeType.STRING },
    sortKey: { name: definition.sortKey, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    ...(definition.stream === null ? {} : { stream: StreamViewType[definition.stream] }),
    ...(definition.timeToLive === null ? {} : { timeToLiveAttribute: definition.timeToLive }),
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: definition.isCopied },
    deletionProtection: true,
    ...(definition.isOnlyAddedTo ? { resourcePolicy: nobodyChanges() } : {}),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  if (!definition.isCopied) acknowledgeNoCopies(table);
  return table;
}

/**
 * Whatever rights anybody has: without taking this policy away first, which CloudTrail tells of, no item is changed or removed by
 * an operation that can do nothing else. A put is what adds, and one that replaces shows in the stream.
 */
function nobodyChanges(): PolicyDocument {
  const operations = ['UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'];
  const statement = new PolicyStatement({
    sid: 'NobodyChangesWhatIsHere',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resources: ['*'],
  });
  return new PolicyDocument({ statements: [statement] });
}

function acknowledgeNoCopies(table: Table): void {
  const reason =
    'What it holds is written over when its day ends, so that nobody can be found by it later; a copy would undo that. Without ' +
    'it clicks of that day are not told apart by their source, and nothing else is lost.';
  Validations.of(table).acknowledge({ id: 'AwsSolutions-DDB3', reason });
  acknowledge(table, 'DynamoDBPITREnabled', reason);
  acknowledge(table, 'DynamoDBInBackupPlan', reason);
}
