import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  Fail,
  JitterType,
  LogLevel,
  StateMachine,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { MachineName, StepName } from '../../functions/steps/machines.ts';
import { machines } from '../../functions/steps/machines.ts';
import { logGroup } from './log-group.ts';
import { constructId } from './naming.ts';
import type { ServiceFunction } from './service-function.ts';
import { acknowledgeWildcard, exportNameOf, logicalIdOf } from './wildcards.ts';

export const STEP_TIMEOUT = Duration.minutes(15);
/**
 * A seal waits until what was under way is through: the longest a writer may take, and the heal of one that ended in between.
 * What is acknowledged after that belongs to the next period.
 */
const DRAIN = Duration.minutes(3);
const RETRIES_MAX = 4;

export interface StepMachineProps {
  readonly functions: ReadonlyMap<StepName, ServiceFunction>;
  readonly logKey: IKey;
}

/** A state machine of the table: does the one step that its input names, and tries again what may pass. */
export class StepMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, name: MachineName, { functions, logKey }: StepMachineProps) {
    super(scope, constructId(name));
    const unknown = new Fail(this, 'UnknownStep', {
      error: 'UnknownStep',
      cause: `The machine ${name} does: ${machines[name].join(', ')}`,
    });
    const choice = new Choice(this, 'WhichStep');
    for (const step of machines[name]) {
      const fn = functions.get(step);
      if (fn === undefined) throw new Error(`the step ${step} has no function`);
      choice.when(Condition.stringEquals('$.step', step), this.stepOf(step, fn));
    }
    this.machine = new StateMachine(this, 'Machine', {
      comment: `One step of a ${name} at a time: ${machines[name].join(', ')}`,
      definitionBody: DefinitionBody.fromChainable(choice.otherwise(unknown)),
      timeout: Duration.hours(3),
      tracingEnabled: true,
      logs: {
        destination: logGroup(this, 'Logs', { logKey }, RetentionDays.ONE_YEAR),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
    acknowledgeWildcard(
      this.machine,
      '*',
      'Delivery of logs and traces cannot be narrowed to a resource: AWS takes these actions with a star only.',
    );
    for (const step of machines[name]) {
      const fn = functions.get(step);
      if (fn)
        acknowledgeWildcard(this.machine, `<${logicalIdOf(fn.lambda)}.Arn>:*`, 'Any version of this one function.');
    }
  }

  /** Lets a function of another stack start this machine, and look whether an execution of a name is still running. */
  grantStart(fn: ServiceFunction): void {
    const { stateMachineArn } = this.machine;
    this.machine.grantStartExecution(fn.role);
    this.machine.grantExecution(fn.role, 'states:DescribeExecution');
    acknowledgeWildcard(
      fn.role,
      'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:' +
        `{"Fn::Select":[6,{"Fn::Split":[":",{"Fn::ImportValue":"${exportNameOf(stateMachineArn, Stack.of(this))}"}]}]}:*`,
      'Executions of this one machine, whose names are made when they are started.',
    );
  }

  private stepOf(step: StepName, fn: ServiceFunction): IChainable {
    const id = constructId(step);
    const task = new LambdaInvoke(this, id, {
      lambdaFunction: fn.lambda,
      inputPath: '$.input',
      payloadResponseOnly: true,
      // Retried below, with everything else that may pass.
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(STEP_TIMEOUT),
    });
    // A refusal stays a refusal, however often one asks.
    task.addRetry({ errors: ['DomainError'], maxAttempts: 0 });
    task.addRetry({
      errors: [Errors.ALL],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      maxAttempts: RETRIES_MAX,
      jitterStrategy: JitterType.FULL,
    });
    if (step !== 'seal') return task;
    return new Wait(this, 'Drain', { time: WaitTime.duration(DRAIN) }).next(task);
  }
}
