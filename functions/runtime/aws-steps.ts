import { SFNClient } from '@aws-sdk/client-sfn';
import type { AwsStepRunnerSettings } from './aws-step-runner.ts';
import { awsStepRunner } from './aws-step-runner.ts';
import type { StepRunner } from './deps.ts';

/** State machines of this account. */
export const awsSteps = (settings: Omit<AwsStepRunnerSettings, 'client'>): StepRunner =>
  awsStepRunner({ client: new SFNClient({}), ...settings });
