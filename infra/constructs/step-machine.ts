import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import {
  Chain,
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Errors,
  Fail,
  JitterType,
  JsonPath,
  LogLevel,
  StateMachine,
  StateMachineType,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { DividedStep, MachineName, StepName, TaskName } from '../../functions/steps/machines.ts';
import { divided, isDivided, isShardTask, machines, tasksOf } from '../../functions/steps/machines.ts';
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
/** A million partners are 98 rounds of shards, each of which may take its five minutes. */
const MACHINE_TIMEOUT = Duration.hours(24);
const RETRIES_MAX = 4;
/** A shard is small, whatever the size of the program. */
export const SHARD_TIMEOUT = Duration.minutes(5);
/** So many shards write at the same time; a table on demand takes twice the last peak, so more is for a table that was warmed. */
const SHARDS_AT_ONCE = 20;

const EXECUTIONS_REASON = 'Executions of this one machine, whose names are made when they are started.';

export interface StepMachineProps {
  readonly functions: ReadonlyMap<TaskName, ServiceFunction>;
  readonly logKey: IKey;
}

/** A state machine of the table: does the one step that its input names, and tries again what may pass. */
export class StepMachine extends Construct {
  readonly machine: StateMachine;
  readonly #functions: ReadonlyMap<TaskName, ServiceFunction>;

  constructor(scope: Construct, name: MachineName, { functions, logKey }: StepMachineProps) {
    super(scope, constructId(name));
    this.#functions = functions;
    const unknown = new Fail(this, 'UnknownStep', {
      error: 'UnknownStep',
      cause: `The machine ${name} does: ${machines[name].join(', ')}`,
    });
    const choice = new Choice(this, 'WhichStep');
    for (const step of machines[name]) choice.when(Condition.stringEquals('$.step', step), this.stepOf(step));
    this.machine = new StateMachine(this, 'Machine', {
      comment: `One step of a ${name} at a time: ${machines[name].join(', ')}`,
      definitionBody: DefinitionBody.fromChainable(choice.otherwise(unknown)),
      timeout: MACHINE_TIMEOUT,
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
    for (const task of tasksOf(name)) {
      const fn = this.functionOf(task);
      if (isShardTask(task)) {
        acknowledgeWildcard(this.machine, executions({ Ref: logicalIdOf(this.machine) }), EXECUTIONS_REASON);
        acknowledgeWildcard(
          this.machine,
          executions({ Ref: logicalIdOf(this.machine) }, `/${constructId(task)}`),
          EXECUTIONS_REASON,
        );
      }
      acknowledgeWildcard(this.machine, `<${logicalIdOf(fn.lambda)}.Arn>:*`, 'Any version of this one function.');
    }
  }

  /** Lets a function start this machine, and look whether an execution of a name is still running. */
  grantStart(fn: ServiceFunction): void {
    const { stateMachineArn } = this.machine;
    this.machine.grantStartExecution(fn.role);
    this.machine.grantExecution(fn.role, 'states:DescribeExecution');
    const isOurs = Stack.of(fn) === Stack.of(this);
    const arn = isOurs
      ? { Ref: logicalIdOf(this.machine) }
      : { 'Fn::ImportValue': exportNameOf(stateMachineArn, Stack.of(this)) };
    acknowledgeWildcard(fn.role, executions(arn), EXECUTIONS_REASON);
  }

  private stepOf(step: StepName): IChainable {
    if (isDivided(step)) return this.dividedStepOf(step);
    const task = this.taskOf(step, { inputPath: '$.input', taskTimeout: Timeout.duration(STEP_TIMEOUT) });
    if (step !== 'seal') return task;
    return new Wait(this, 'Drain', { time: WaitTime.duration(DRAIN) }).next(task);
  }

  /** The state holds the numbers of the shards and nothing else of them: at most 256 KiB, whatever the size of the program. */
  private dividedStepOf(step: DividedStep): IChainable {
    const taskTimeout = Timeout.duration(STEP_TIMEOUT);
    const begin = this.taskOf(step, { inputPath: '$.input', resultPath: '$.begun', taskTimeout });
    const { tasks, end } = divided[step];
    let chain = Chain.start(begin);
    for (const task of tasks) {
      const map = new DistributedMap(this, `Each${constructId(task)}`, {
        itemsPath: '$.begun.shards',
        itemSelector: {
          input: JsonPath.objectAt('$.input'),
          shard: JsonPath.numberAt('$$.Map.Item.Value'),
        },
        resultPath: JsonPath.DISCARD,
        maxConcurrency: SHARDS_AT_ONCE,
        mapExecutionType: StateMachineType.STANDARD,
        label: constructId(task),
      });
      map.itemProcessor(
        this.taskOf(task, {
          resultPath: JsonPath.DISCARD,
          outputPath: JsonPath.DISCARD,
          taskTimeout: Timeout.duration(SHARD_TIMEOUT),
        }),
      );
      chain = chain.next(map);
    }
    if (end === null) return chain;
    return chain.next(this.taskOf(end, { inputPath: '$.input', taskTimeout }));
  }

  private taskOf(task: TaskName, props: Partial<LambdaInvokeProps>): LambdaInvoke {
    const invoke = new LambdaInvoke(this, constructId(task), {
      lambdaFunction: this.functionOf(task).lambda,
      payloadResponseOnly: true,
      // Retried below, with everything else that may pass.
      retryOnServiceExceptions: false,
      ...props,
    });
    // A refusal stays a refusal, however often one asks.
    invoke.addRetry({ errors: ['DomainError'], maxAttempts: 0 });
    invoke.addRetry({
      errors: [Errors.ALL],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      maxAttempts: RETRIES_MAX,
      jitterStrategy: JitterType.FULL,
    });
    return invoke;
  }

  private functionOf(task: TaskName): ServiceFunction {
    const fn = this.#functions.get(task);
    if (fn === undefined) throw new Error(`the task ${task} has no function`);
    return fn;
  }
}

/** How the checks write the executions of a machine, or of a map in it. */
function executions(machineArn: object, map = ''): string {
  const name = JSON.stringify({ 'Fn::Select': [6, { 'Fn::Split': [':', machineArn] }] });
  return `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}${map}:*`;
}
