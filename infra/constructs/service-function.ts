import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EnvName } from '../../functions/runtime/env.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { functionCode } from './function-code.ts';
import { logGroup } from './log-group.ts';
import { acknowledgeWildcard } from './wildcards.ts';

export interface ServiceFunctionProps {
  /** The file that exports `handler`, from the project's folder on, without extension. */
  readonly module: string;
  readonly description: string;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  /** Encrypts its log. */
  readonly logKey: IKey;
  /** Nobody waits for it: what it fails at twice goes to a queue of its own. */
  readonly isInvokedAlone?: true;
  readonly timeout?: Duration;
  readonly memoryMegabytes?: number;
}

/** One handler with a role and a log of its own, and no right but to write that log. */
export class ServiceFunction extends Construct {
  readonly role: Role;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logs = logGroup(this, 'Logs', props);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logs.grantWrite(this.role);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: functionCode(this, props.module),
      handler: Stack.of(this).bundlingRequired ? `${props.module}.handler` : 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memoryMegabytes ?? 512,
      role: this.role,
      logGroup: logs,
      tracing: Tracing.ACTIVE,
      ...(props.isInvokedAlone ? { deadLetterQueue: deadLetterQueue(this, 'DeadLetters') } : {}),
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own three lines for every request would cost more than the request.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
    });
    acknowledgeWildcard(this.role, '*', 'Traces are sent to no resource: AWS takes these actions with a star only.');
  }
}
