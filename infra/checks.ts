import type { App } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

const PACKS = ['Serverless', 'NIST.800.53.R5', 'PCI.DSS.321'] as const;

/** Rules that none of our functions follows, and why. What one construct does not follow stands beside that construct. */
const NOWHERE: Readonly<Record<string, string>> = {
  IAMNoInlinePolicy:
    'A role serves one function, and its policy says what that function may do, neither more nor less. A managed policy ' +
    'could be given to others.',
  LambdaInsideVPC:
    'Functions speak to AWS services only, over TLS and signed with their own roles. A network of our own would add a way ' +
    'out to the internet and close none in.',
  LambdaConcurrency:
    'A share set aside for each of so many functions would leave none for the redirect in a peak. The API is throttled as ' +
    'a whole, queues are emptied by at most so many at a time, and steps run one by one.',
  LambdaDLQ:
    'Called by the API, a queue, a stream or a state machine, each of which keeps or reports what failed. Functions that ' +
    'are invoked without anybody waiting have a dead-letter queue.',
};

/** Checks every synthesis by four sets of rules; a finding without a written reason ends it. */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
  );
  for (const [rule, reason] of Object.entries(NOWHERE)) acknowledge(app, rule, reason);
}

/** Gives the reason why a construct does not follow a rule, which several sets of rules may hold. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge(...PACKS.map((pack) => ({ id: `${pack}-${rule}`, reason })));
}
