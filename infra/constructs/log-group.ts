import type { IKey } from 'aws-cdk-lib/aws-kms';
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
