import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { EnvName } from '../../functions/runtime/env.ts';
import type { SealedKind } from '../../functions/runtime/seal-context.ts';
import { beginningOf } from '../../functions/runtime/seal-context.ts';
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
  /** What it seals, and what it opens: of all that is sealed by one key no function has more than its own kinds. */
  readonly seals?: readonly SealedKind[];
  readonly opens?: readonly SealedKind[];
  /** Makes fingerprints, by which equal accounts and equal secrets are found. */
  readonly prints?: true;
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
  if (needs.tracking !== undefined) tellClickIdKey(fn, data);
  if (needs.signing !== undefined) {
    data.signingKey.grant(fn.role, 'kms:GetPublicKey', ...(needs.signing === 'sign' ? ['kms:Sign'] : []));
  }
  if (needs.blobs !== undefined) grantBlobs(fn, data, needs.blobs);
  grantSealed(fn, data, 'kms:GenerateDataKey', needs.seals);
  grantSealed(fn, data, 'kms:Decrypt', needs.opens);
  if (needs.prints) data.printKey.grant(fn.role, 'kms:GenerateMac');
  const all = [...TABLE_IDS.map((id) => needs[id]), needs.blobs];
  if (all.includes('put') || all.includes('append')) data.key.grant(fn.role, ...ENCRYPT);
  else if (all.includes('read')) data.key.grant(fn.role, ...DECRYPT);
}

/** CloudFormation resolves it at the deployment; to read it then takes a right to our key, besides one to the function. */
function tellClickIdKey({ lambda }: ServiceFunction, data: DataStack): void {
  const name: EnvName = 'CLICK_ID_KEY';
  lambda.addEnvironment(name, data.clickIdKey.secretValue.unsafeUnwrap());
  (lambda.node.defaultChild as CfnFunction).kmsKeyArn = data.key.keyArn;
}

/** KMS is told the context of everything that is sealed, and binds it: a key that is wrapped under one opens under no other. */
function grantSealed({ role }: ServiceFunction, data: DataStack, action: string, kinds: readonly SealedKind[] = []) {
  if (kinds.length === 0) return;
  const contexts = kinds.map((kind) => `${beginningOf(kind)}*`);
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [action],
      resources: [data.sealKey.keyArn],
      conditions: { StringLike: { 'kms:EncryptionContext:context': contexts } },
    }),
  );
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
