import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { acknowledge } from '../checks.ts';

const SET_ASIDE = 'DeadLetters';

export const isDeadLetterQueue = ({ node }: IConstruct): boolean => node.id.endsWith(SET_ASIDE);

/** Keeps what could not be dealt with as long as SQS can, for a person to look at. */
export function deadLetterQueue(scope: Construct, id: `${string}${typeof SET_ASIDE}`): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const reason = 'It is itself where things go that could not be dealt with.';
  acknowledge(queue, 'SQSRedrivePolicy', reason);
  Validations.of(queue).acknowledge({ id: 'AwsSolutions-SQS3', reason });
  return queue;
}
