import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A log, encrypted with our own key: what it holds names partners and amounts. */
export function logGroup(
  scope: Construct,
  id: string,
  { logKey }: { readonly logKey: IKey },
  retention = RetentionDays.THREE_MONTHS,
): LogGroup {
  return new LogGroup(scope, id, { retention, encryptionKey: logKey });
}

/** CloudWatch encrypts the logs of this account and region, and nothing else, with the key. */
export function letLogsUse(key: Key): void {
  const stack = Stack.of(key);
  const logs = new ServicePrincipal(`logs.${stack.region}.amazonaws.com`, {
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: '*' }) },
    },
  });
  key.grantEncryptDecrypt(logs);
}
