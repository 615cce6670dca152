import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TableId } from '../../functions/store/dynamodb/table.ts';
import { TABLES } from '../../functions/store/dynamodb/table.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ServiceFunction } from './service-function.ts';
import { acknowledgeWildcard, exportNameOf } from './wildcards.ts';

/** What a function may do with a table: `put` reads too, `append` does not, and nothing changes, removes or scans. */
export type TableNeed = 'read' | 'put' | 'append';

/** What a function needs of the stores; what is not named is not granted. */
export interface Needs extends Partial<Readonly<Record<TableId, TableNeed>>> {
  readonly blobs?: 'read' | 'put';
  /** Seals and opens bank details, and secrets of endpoints. */
  readonly seals?: true;
  /** Asks for attempts of webhooks. */
  readonly sendsWebhooks?: true;
  /** Of the key that signs closed periods: look at its public half, or sign. */
  readonly signing?: 'look' | 'sign';
}

const TABLE_IDS = Object.keys(TABLES) as TableId[];
const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:Query'];
const ITEM_ACTIONS: Readonly<Record<TableNeed, readonly string[]>> = {
  read: READ_ITEMS,
  put: [...READ_ITEMS, 'dynamodb:PutItem'],
  append: ['dynamodb:PutItem'],
};
// Named one by one: with a star, a right that AWS adds later would be ours without anybody asking.
const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];
const ENCRYPT = [
  ...DECRYPT,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Gives a function what it needs of the stores, and no more. */
export function grantNeeds(fn: ServiceFunction, data: DataStack, needs: Needs): void {
  for (const id of TABLE_IDS) {
    const need = needs[id];
    if (need !== undefined) data.tables[id].grant(fn.role, ...ITEM_ACTIONS[need]);
  }
  if (needs.signing !== undefined) {
    data.signingKey.grant(fn.role, 'kms:GetPublicKey', ...(needs.signing === 'sign' ? ['kms:Sign'] : []));
  }
  if (needs.blobs !== undefined) grantBlobs(fn, data, needs.blobs);
  if (needs.seals) {
    data.sealKey.grant(fn.role, 'kms:GenerateDataKey', 'kms:Decrypt');
    data.printKey.grant(fn.role, 'kms:GenerateMac');
  }
  const all = [...TABLE_IDS.map((id) => needs[id]), needs.blobs];
  if (all.includes('put') || all.includes('append')) data.key.grant(fn.role, ...ENCRYPT);
  else if (all.includes('read')) data.key.grant(fn.role, ...DECRYPT);
}

/** Without the right to list, S3 answers "forbidden" for a document that is not there. */
function grantBlobs({ role }: ServiceFunction, data: DataStack, need: 'read' | 'put'): void {
  const { blobs } = data;
  const allow = (resources: string[], ...actions: string[]): void => {
    role.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
  };
  allow([blobs.bucketArn], 's3:ListBucket');
  allow([blobs.arnForObjects('*')], 's3:GetObject', ...(need === 'put' ? ['s3:PutObject'] : []));
  acknowledgeWildcard(
    role,
    `${exportNameOf(blobs.bucketArn, data)}/*`,
    'Documents are named by merchant, program, period and run, none of which is known before there are any.',
  );
}
