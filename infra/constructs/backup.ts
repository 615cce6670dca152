import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { BackupPlanRuleProps } from 'aws-cdk-lib/aws-backup';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { TableId } from '../../functions/store/dynamodb/table.ts';
import { TABLES } from '../../functions/store/dynamodb/table.ts';
import type { Tables } from './tables.ts';

/** The books of a company are kept for seven years in Japan. */
const MONTHLY_DAYS = 7 * 366;
const DAILY_DAYS = 35;
/** Nobody, not even an administrator, shortens or deletes a copy once the lock has cooled off for so many days. */
const LOCK_COOLS_DAYS = 3;
/** Night in Japan. */
const AT = { hour: '17', minute: '30' } as const;

const POLICIES = ['AWSBackupServiceRolePolicyForBackup', 'AWSBackupServiceRolePolicyForS3Backup'] as const;

export interface BackupProps {
  readonly key: Key;
  readonly tables: Tables;
  readonly blobs: Bucket;
}

/** Clicks end by themselves, so no copy of them is kept for years: what the books need of them stands in the documents. */
const isOfBooks = (id: TableId): boolean => TABLES[id].isCopied && id !== 'tracking';

/** Copies of tables and documents in a vault that is locked: daily ones for 35 days, and of the books monthly ones for seven years. */
export class Backup extends Construct {
  readonly vault: BackupVault;

  constructor(scope: Construct, id: string, { key, tables, blobs }: BackupProps) {
    super(scope, id);
    this.vault = new BackupVault(this, 'Vault', {
      encryptionKey: key,
      lockConfiguration: {
        minRetention: Duration.days(DAILY_DAYS),
        maxRetention: Duration.days(MONTHLY_DAYS),
        changeableFor: Duration.days(LOCK_COOLS_DAYS),
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const daily = {
      ruleName: 'daily',
      scheduleExpression: Schedule.cron(AT),
      deleteAfter: Duration.days(DAILY_DAYS),
    };
    const monthly = {
      ruleName: 'monthly',
      scheduleExpression: Schedule.cron({ ...AT, day: '1' }),
      deleteAfter: Duration.days(MONTHLY_DAYS),
    };
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: POLICIES.map((name) => ManagedPolicy.fromAwsManagedPolicyName(awsPath(name))),
    });
    Validations.of(role).acknowledge(
      ...POLICIES.map((name) => ({
        id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${awsPath(name)}]`,
        reason: 'What AWS Backup needs changes with AWS Backup; AWS keeps these two policies for it.',
      })),
    );
    const copiesOf = (planId: string, rules: BackupPlanRuleProps[], resources: BackupResource[]): void => {
      const backupPlanRules = rules.map((rule) => new BackupPlanRule(rule));
      const plan = new BackupPlan(this, planId, { backupVault: this.vault, backupPlanRules });
      plan.addSelection('Everything', { role, resources });
    };
    const books = (Object.keys(tables) as TableId[]).filter(isOfBooks);
    copiesOf(
      'Plan',
      [daily, monthly],
      [...books.map((id) => BackupResource.fromDynamoDbTable(tables[id])), BackupResource.fromArn(blobs.bucketArn)],
    );
    copiesOf('TrackingPlan', [daily], [BackupResource.fromDynamoDbTable(tables.tracking)]);
  }
}

/** The two policies do not stand in one folder. */
function awsPath(name: (typeof POLICIES)[number]): string {
  return name.endsWith('ForS3Backup') ? name : `service-role/${name}`;
}
