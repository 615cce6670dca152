import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvName } from '../../functions/runtime/env.ts';
import { functionCode } from './function-code.ts';

export interface ServiceFunctionProps {
  /** The file that exports `handler`, from the project's folder on, without extension. */
  readonly module: string;
  readonly description: string;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly timeout?: Duration;
  readonly memoryMegabytes?: number;
}

/** One handler with a role and a log of its own, and no right but to write that log. */
export class ServiceFunction extends Construct {
  readonly role: Role;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: functionCode(this, props.module),
      handler: Stack.of(this).bundlingRequired ? `${props.module}.handler` : 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memoryMegabytes ?? 512,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own three lines for every request would cost more than the request.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
    });
  }
}
