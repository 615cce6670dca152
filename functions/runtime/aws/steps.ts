import { SFNClient } from '@aws-sdk/client-sfn';
import type { StepRunner } from '../deps.ts';
import type { AwsStepRunnerSettings } from './step-runner.ts';
import { awsStepRunner } from './step-runner.ts';

/** State machines of this account. */
export const awsSteps = (settings: Omit<AwsStepRunnerSettings, 'client'>): StepRunner =>
  awsStepRunner({ client: new SFNClient({}), ...settings });
