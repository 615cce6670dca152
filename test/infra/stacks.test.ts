import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriptions } from '../../functions/bus/subscriptions.ts';
import { routeList } from '../../functions/contract/routes.ts';
import { machines } from '../../functions/steps/machines.ts';
import { TABLES } from '../../functions/store/dynamodb/table.ts';
import { bundleFunctions, functionModules } from '../../infra/constructs/function-code.ts';
import { makeApp } from '../../infra/make-app.ts';
import type { Resource } from './template.ts';
import { flattened, machineDefinitions, resourcesOf, statementsOn } from './template.ts';

let data: Template;
let service: Template;
const of = (template: Template, type: string): readonly Resource[] => resourcesOf(template, type);

beforeAll(() => {
  // Synthesis itself is the gate of the checks: one finding without a reason, and it throws.
  const stacks = makeApp({ context: { 'aws:cdk:bundling-stacks': [] } });
  data = Template.fromStack(stacks.data);
  service = Template.fromStack(stacks.service);
});

describe('state outlives every deployment', () => {
  it('has the three tables of the store, wound back, protected, encrypted with our key and kept', () => {
    const tables = of(data, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(Object.keys(TABLES).length);
    for (const table of tables) {
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.UpdateReplacePolicy).toBe('Retain');
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
    }
  });

  it('streams every table as the store defines, and lets only clicks expire', () => {
    const views = of(data, 'AWS::DynamoDB::Table').map(({ Properties }) => Properties['StreamSpecification']);
    const defined = Object.values(TABLES).map(({ stream }) => ({ StreamViewType: stream }));
    expect(views).toEqual(expect.arrayContaining(defined));
    const expiring = of(data, 'AWS::DynamoDB::Table').filter(
      ({ Properties }) => Properties['TimeToLiveSpecification'] !== undefined,
    );
    expect(expiring).toHaveLength(1);
  });

  it('keeps documents versioned, private and locked', () => {
    const [, ...others] = of(data, 'AWS::S3::Bucket');
    for (const bucket of of(data, 'AWS::S3::Bucket')) {
      expect(bucket.DeletionPolicy).toBe('Retain');
      expect(bucket.Properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      });
    }
    expect(others.some(({ Properties }) => Properties['ObjectLockEnabled'] === true)).toBe(true);
  });
});

describe('what runs is what the tables say', () => {
  it('serves every route of the route table once, and nothing else but the answer to what no route takes', () => {
    const served = of(service, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties['RouteKey']);
    const wanted = routeList.map(({ method, path }) => `${method} ${path}`);
    expect([...served].sort()).toEqual([...wanted, '$default'].sort());
  });

  it('has a function for every file that the tables name, on Node 24 and arm64, each with a role of its own', () => {
    const functions = of(service, 'AWS::Lambda::Function').filter(
      ({ Properties }) => Properties['Architectures'] !== undefined,
    );
    expect(functions).toHaveLength(functionModules.length);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x' });
    }
    expect(new Set(functions.map(({ Properties }) => flattened(Properties['Role']))).size).toBe(functions.length);
  });

  it('has a rule with a queue for every subscription, for exactly its events', () => {
    const patterns = of(service, 'AWS::Events::Rule').map(({ Properties }) => Properties['EventPattern']);
    expect(patterns).toEqual(
      subscriptions.map(({ types }) => expect.objectContaining({ source: ['bunpai'], 'detail-type': [...types] })),
    );
  });

  it('gives every queue a place for what nobody could take', () => {
    const queues = of(service, 'AWS::SQS::Queue');
    const working = queues.filter(({ Properties }) => Properties['RedrivePolicy'] !== undefined);
    expect(working).toHaveLength(subscriptions.length + 1);
    // Their dead letters, and those of the streams, are the rest.
    expect(queues.length - working.length).toBe(working.length + 1);
  });

  it('reads all three streams in order, with a bounded number of tries', () => {
    const streams = of(service, 'AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => Properties['StartingPosition'] !== undefined,
    );
    expect(streams).toHaveLength(Object.keys(TABLES).length);
    for (const { Properties } of streams) {
      expect(Properties).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: expect.any(Number),
        DestinationConfig: { OnFailure: expect.anything() },
      });
    }
  });

  it('makes the state machines of the table, in a language that Step Functions understands', async () => {
    const { default: validate } = await import('asl-validator');
    const definitions = machineDefinitions(service);
    expect(definitions).toHaveLength(Object.keys(machines).length);
    for (const steps of Object.values(machines)) {
      const definition = definitions.find(({ text }) =>
        steps.every((step) => text.includes(`"StringEquals":"${step}"`)),
      );
      expect(definition, steps.join()).toBeDefined();
      expect(validate(JSON.parse(definition?.text ?? '{}')).errorsText()).toBe('');
    }
  });
});

describe('nobody may do more than it must', () => {
  it('grants reading and putting of items and nothing that changes, removes or scans', () => {
    const actions = statementsOn(service, 'dynamodb:').flatMap(({ actions }) => actions);
    const onStreams = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    const allowed = ['GetItem', 'Query', 'PutItem', ...onStreams].map((action) => `dynamodb:${action}`);
    expect([...new Set(actions)].filter((action) => !allowed.includes(action))).toEqual([]);
  });

  it('lets only the approval and the payout write the ledger', () => {
    const writers = statementsOn(service, 'dynamodb:PutItem').filter(({ resources }) => resources.includes('Ledger'));
    expect(writers.map(({ policy }) => policy.replace(/Role.*$/, '')).sort()).toEqual(['StepApprove', 'StepPayout']);
  });

  it('has no right on everything but the two that AWS cannot narrow', () => {
    const wide = statementsOn(service, '').filter(({ resources }) => resources === '"*"');
    const actions = [...new Set(wide.flatMap((statement) => statement.actions))];
    expect(actions.filter((action) => !/^(dynamodb:ListStreams|logs:|xray:)/.test(action))).toEqual([]);
  });
});

describe('the code of the functions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-functions-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is bundled without Docker, one file for every function', () => {
    bundleFunctions(folder);
    for (const module of functionModules) expect(statSync(join(folder, `${module}.mjs`)).size).toBeGreaterThan(0);
  });
});
