import aslValidator from 'asl-validator';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { definitionOf } from '../../events/catalogue.ts';
import { subscriptions } from '../../functions/bus/subscriptions.ts';
import { routeList } from '../../functions/contract/routes.ts';
import { SHARD_PARTNERS } from '../../functions/limits.ts';
import { divided, machines, taskNames } from '../../functions/steps/machines.ts';
import { TABLES } from '../../functions/store/dynamodb/table.ts';
import type { Json, Resource, Synthesised } from './synthesised.ts';
import { grantsOf, makeTestApp, resourcesOf, synthesise } from './synthesised.ts';

let templates: Synthesised;

// Synthesis runs four sets of rules; a finding without a reason would throw here.
beforeAll(() => {
  templates = synthesise();
});

/** In the stacks that run something, which have no id in common. */
const inService = (type: string): readonly Resource[] => [
  ...resourcesOf(templates.service, type),
  ...templates.operations.flatMap((operations) => resourcesOf(operations, type)),
];
const policiesOf = (): readonly Resource[] => inService('AWS::IAM::Policy');
const roleOf = (policy: Resource): string => policy.properties.Roles[0].Ref;

/** The code's place of each function, by the function's id; without bundling every handler is the same. */
const descriptions = (): ReadonlyMap<string, string> =>
  new Map(inService('AWS::Lambda::Function').map(({ id, properties }) => [id, properties.Description]));

describe('the tables', () => {
  it.each(Object.entries(TABLES))('%s is as the store defines it, and cannot be lost', (id, definition) => {
    const name = id.charAt(0).toUpperCase() + id.slice(1);
    const table = resourcesOf(templates.data, 'AWS::DynamoDB::Table').find((row) => row.id.startsWith(name));
    expect(table?.resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(table?.properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: definition.partitionKey, KeyType: 'HASH' },
        { AttributeName: definition.sortKey, KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: definition.isCopied },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    expect(table?.properties.TimeToLiveSpecification?.AttributeName ?? null).toBe(definition.timeToLive);
    expect(table?.properties.StreamSpecification?.StreamViewType ?? null).toBe(definition.stream);
  });

  it('that are only added to let nobody change or remove an item, whatever right he has elsewhere', () => {
    const denied = resourcesOf(templates.data, 'AWS::DynamoDB::Table').flatMap(({ id, properties }) =>
      (properties.ResourcePolicy?.PolicyDocument.Statement ?? []).map((statement: Json) => [
        id.replace(/[0-9A-F]{8}$/, ''),
        statement,
      ]),
    );
    expect(denied.map(([id]) => id)).toEqual(['Ledger', 'Audit']);
    const actions = ['BatchWriteItem', 'DeleteItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate', 'UpdateItem'];
    for (const [, statement] of denied) {
      expect(statement).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' });
      expect(statement.Action).toEqual(actions.map((action) => `dynamodb:${action}`));
      expect(statement.Condition).toBeUndefined();
    }
  });

  it('are all there is', () => {
    templates.data.resourceCountIs('AWS::DynamoDB::Table', Object.keys(TABLES).length);
  });
});

describe('what must outlive a deployment', () => {
  it('is kept when its stack goes: tables, documents, keys', () => {
    const types = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];
    for (const { id, resource } of types.flatMap((type) => resourcesOf(templates.data, type))) {
      expect(resource, id).toMatchObject({ DeletionPolicy: 'Retain' });
    }
    for (const type of types) expect(inService(type)).toEqual([]);
  });

  it('is encrypted with a key of our own that is rotated', () => {
    templates.data.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('documents are versioned, private, locked for seven years, and only reached over TLS', () => {
    const blobs = resourcesOf(templates.data, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('Blobs'));
    expect(blobs?.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2555 } } },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const policies = resourcesOf(templates.data, 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(2);
    for (const { properties } of policies) {
      expect(JSON.stringify(properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"');
    }
  });

  it('the key of click ids, and what the edge shows, are made by AWS, long enough, and stand in no template', () => {
    const secrets = resourcesOf(templates.data, 'AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { properties } of secrets) {
      expect(properties.GenerateSecretString).toEqual({ ExcludePunctuation: true, PasswordLength: 64 });
    }
  });
});

describe('the stacks', () => {
  it('leave room for more: CloudFormation takes 500 resources in each', () => {
    const sizes = [templates.data, templates.service, ...templates.operations].map(
      (template) => Object.keys(template.toJSON()['Resources']).length,
    );
    expect(Math.max(...sizes)).toBeLessThan(480);
  });
});

describe('copies', () => {
  it('are made of no salt, by which a click would lead to an address when its day is over', () => {
    const everything = JSON.stringify(resourcesOf(templates.data, 'AWS::Backup::BackupSelection'));
    expect(everything).not.toContain('Salts');
    const salts = resourcesOf(templates.data, 'AWS::DynamoDB::Table').find(({ id }) => id.startsWith('Salts'));
    expect(salts?.properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: false });
    expect(salts?.properties.StreamSpecification).toBeUndefined();
  });

  it('of every table and of the documents are made every night into a vault that is locked', () => {
    const text = JSON.stringify(resourcesOf(templates.data, 'AWS::Backup::BackupSelection'));
    for (const name of ['Tracking', 'Records', 'Ledger', 'Audit', 'Blobs']) expect(text).toContain(name);
    templates.data.hasResourceProperties('AWS::Backup::BackupVault', {
      LockConfiguration: { MinRetentionDays: 35, MaxRetentionDays: 2562, ChangeableForDays: 3 },
    });
  });
});

describe('copies that are kept for years', () => {
  it('are those of the books alone: a click is gone some weeks after it ended', () => {
    const plans = resourcesOf(templates.data, 'AWS::Backup::BackupPlan');
    const rulesOf = (table: string): readonly string[] =>
      resourcesOf(templates.data, 'AWS::Backup::BackupSelection')
        .filter(({ properties }) => JSON.stringify(properties.BackupSelection.Resources).includes(table))
        .flatMap(({ properties }) => plans.filter(({ id }) => properties.BackupPlanId['Fn::GetAtt'][0] === id))
        .flatMap(({ properties }) => properties.BackupPlan.BackupPlanRule.map(({ RuleName }: Json) => RuleName));
    for (const table of ['Records', 'Ledger', 'Audit', 'Blobs']) expect(rulesOf(table)).toEqual(['daily', 'monthly']);
    expect(rulesOf('Tracking')).toEqual(['daily']);
  });
});

describe('alarms', () => {
  const alarms = (): readonly Json[] =>
    resourcesOf(templates.observability, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties);

  it('watch every dead-letter queue, and tell people when something lies in it', () => {
    const isSetAside = ({ properties }: Resource): boolean => properties.RedrivePolicy === undefined;
    const queues = [...inService('AWS::SQS::Queue'), ...resourcesOf(templates.observability, 'AWS::SQS::Queue')].filter(
      isSetAside,
    );
    const watching = alarms().filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible');
    expect(watching).toHaveLength(queues.length);
    for (const { Threshold, AlarmActions, OKActions } of watching) {
      expect(Threshold).toBe(0);
      expect([AlarmActions, OKActions].flat()).toHaveLength(2);
    }
  });

  it('watch how late the streams are, what the API and the steps fail at, and clicks that were lost', () => {
    const names = new Set(alarms().map(({ MetricName }) => MetricName));
    // Who signs in asks a function of the identity stack for the token.
    for (const name of ['Errors', 'Throttles']) {
      const imported = alarms().filter(({ MetricName, Dimensions }) => {
        return MetricName === name && JSON.stringify(Dimensions).includes('BunpaiIdentity');
      });
      expect(imported).toHaveLength(1);
    }
    for (const name of ['IteratorAge', '5xx', 'ExecutionsFailed', 'ExecutionsTimedOut', 'clickLost']) {
      expect(names).toContain(name);
    }
  });

  it('watch every write that a table refuses, transactions too', () => {
    const throttled = alarms().filter(({ MetricName }) => MetricName === 'WriteThrottleEvents');
    expect(throttled).toHaveLength(Object.keys(TABLES).length);
    for (const { Dimensions, Statistic } of throttled) {
      expect(Dimensions.map(({ Name }: Json) => Name)).toEqual(['TableName']);
      expect(Statistic).toBe('Sum');
    }
  });

  it('tell of a copy that was not made', () => {
    const [rule] = resourcesOf(templates.observability, 'AWS::Events::Rule').filter(
      ({ properties }) => properties.EventPattern.source[0] === 'aws.backup',
    );
    expect(rule?.properties.EventPattern).toMatchObject({
      'detail-type': ['Backup Job State Change'],
      detail: { state: ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'] },
    });
    expect(JSON.stringify(rule?.properties.EventPattern.detail)).toContain('BunpaiData');
    expect(rule?.properties.Targets[0].Arn).toEqual({ Ref: expect.stringMatching(/^Alarms/) });
  });

  it('tell at once of an entry that was changed or removed', () => {
    templates.observability.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['bunpai'], 'detail-type': ['ledger.tampered'] },
    });
  });

  it('tell when the month costs more than was meant', () => {
    templates.observability.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', CostFilters: { TagKeyValue: ['user:application$bunpai'] } },
    });
  });
});

describe('the API', () => {
  it('has every route of the table exactly once, and one for what no route takes', () => {
    const keys = inService('AWS::ApiGatewayV2::Route').map(({ properties }) => properties.RouteKey);
    expect(keys.sort()).toEqual([...routeList.map(({ method, path }) => `${method} ${path}`), '$default'].sort());
  });

  it('leads each route to the function of its own row', () => {
    const integrations = new Map(inService('AWS::ApiGatewayV2::Integration').map((row) => [row.id, row.properties]));
    const functions = descriptions();
    const led = inService('AWS::ApiGatewayV2::Route').map(({ properties }) => {
      const [, { Ref: id }] = properties.Target['Fn::Join'][1];
      const [functionId] = integrations.get(id)?.IntegrationUri['Fn::GetAtt'] ?? [];
      return [properties.RouteKey, functions.get(functionId)];
    });
    const wanted = routeList.map(({ method, path, summary }) => [`${method} ${path}`, summary]);
    expect(Object.fromEntries(led)).toEqual({ ...Object.fromEntries(wanted), $default: 'Answers what no route takes' });
  });

  it('is throttled, and logs no address and no user agent', () => {
    const [stage] = inService('AWS::ApiGatewayV2::Stage');
    expect(stage?.properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 10_000 });
    expect(stage?.properties.AccessLogSettings.Format).not.toMatch(/sourceIp|userAgent|identity/);
  });
});

describe('functions', () => {
  it('run Node 24 on arm64, each with a role and a log of its own', () => {
    const functions = inService('AWS::Lambda::Function');
    expect(functions).toHaveLength(routeList.length + 1 + subscriptions.length + 1 + taskNames.length + 7);
    for (const { properties } of functions) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
    }
    const own = (pick: (properties: Json) => string): number =>
      new Set(functions.map(({ properties }) => pick(properties))).size;
    expect(own(({ Role }) => Role['Fn::GetAtt'][0])).toBe(functions.length);
    expect(own(({ LoggingConfig }) => LoggingConfig.LogGroup.Ref)).toBe(functions.length);
    for (const { properties } of inService('AWS::Logs::LogGroup')) {
      expect(properties.RetentionInDays).toBeGreaterThan(0);
      expect(properties.KmsKeyId).toBeDefined();
    }
  });

  it('hold the names of a million statements whose deadline is one night', () => {
    const silence = inService('AWS::Lambda::Function').find(({ id }) => id.startsWith('ConfirmSilent'));
    expect(silence?.properties.MemorySize).toBeGreaterThanOrEqual(1024);
  });

  it('fit into a new account, which gives a function no more than 3,008 MB, unless it is said that it gives more', () => {
    const memories = (found: readonly Resource[]): number[] => found.map(({ properties }) => properties.MemorySize);
    expect(Math.max(...memories(inService('AWS::Lambda::Function')))).toBe(3008);
    const larger = Template.fromStack(makeTestApp({ stepMemory: '10240' }).service);
    expect(Math.max(...memories(resourcesOf(larger, 'AWS::Lambda::Function')))).toBe(10_240);
    expect(() => makeTestApp({ stepMemory: '2 GB' })).toThrow(
      'the context stepMemory must be megabytes, 3008 to 10240, got 2 GB',
    );
  });

  it('have no managed policy and no star for an action', () => {
    for (const { properties } of inService('AWS::IAM::Role')) expect(properties.ManagedPolicyArns).toBeUndefined();
    const actions = policiesOf().flatMap((policy) => grantsOf(policy).map(({ action }) => action));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('have no right on everything but those that AWS cannot narrow', () => {
    const wide = policiesOf().flatMap((policy) => grantsOf(policy).filter(({ resource }) => resource === '"*"'));
    const actions = wide
      .map(({ action }) => action)
      .filter((action) => !/^(dynamodb:ListStreams|logs:|xray:)/.test(action));
    expect(actions).toEqual([]);
  });
});

describe('the key that signs closed periods', () => {
  const users = (action: string): string[] =>
    policiesOf()
      .filter((policy) => grantsOf(policy).some((grant) => grant.action === action))
      .map((policy) => roleOf(policy).replace(/[0-9A-F]{8}$/, ''))
      .sort();

  it('is Ed25519, signs only, and outlives a deployment', () => {
    const keys = resourcesOf(templates.data, 'AWS::KMS::Key').filter(({ id }) => id.startsWith('SigningKey'));
    expect(keys).toHaveLength(1);
    expect(keys[0]?.properties).toMatchObject({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' });
    expect(keys[0]?.resource).toMatchObject({ DeletionPolicy: 'Retain' });
  });

  it('signs for the close alone; who rotates it, or tries a close, only looks at its public half', () => {
    expect(users('kms:Sign')).toEqual(['StepEndCloseRole']);
    expect(users('kms:GetPublicKey')).toEqual(['HttpClosePeriodRole', 'HttpRotateKeyRole', 'StepEndCloseRole']);
  });

  it('has a successor when a generation is named, and stays as long as a stack may refer to it', () => {
    const { data, service } = makeTestApp({ signingKey: '2' });
    const { Outputs: outputs, Resources: resources } = Template.fromStack(data).toJSON();
    const keys = Object.keys(resources).filter((id) => id.startsWith('SigningKey'));
    expect(keys).toHaveLength(2);
    for (const id of keys)
      expect(Object.values(outputs)).toContainEqual(expect.objectContaining({ Value: { 'Fn::GetAtt': [id, 'Arn'] } }));
    const [signer] = resourcesOf(Template.fromStack(service), 'AWS::Lambda::Function');
    expect(JSON.stringify(signer?.properties.Environment.Variables.SIGNING_KEY_ARN)).toContain('SigningKey2');
  });

  it('refuses a generation that is none', () => {
    expect(() => makeTestApp({ signingKey: 'new' })).toThrow('the context signingKey is a generation');
  });
});

describe('the key that seals', () => {
  /** What each role does with it, by the contexts that the key is bound to. */
  const uses = (action: string): Readonly<Record<string, readonly string[]>> => {
    const found = policiesOf().flatMap((policy) =>
      policy.properties.PolicyDocument.Statement.filter((statement: Json) =>
        /SealKey/.test(JSON.stringify(statement.Resource)),
      )
        .filter((statement: Json) => [statement.Action].flat().includes(action))
        .map(({ Condition }: Json) => [
          roleOf(policy).replace(/Role[0-9A-F]{8}$/, ''),
          [Condition.StringLike['kms:EncryptionContext:context']].flat(),
        ]),
    );
    return Object.fromEntries(found);
  };
  const [connector, webhook, payee, partner, contact] = [
    '["connector",*',
    '["webhook",*',
    '["payee",*',
    '["partner-key",*',
    '["partner-contact",*',
  ];

  it('opens for each function its own kind alone: what vendors reach opens no bank details', () => {
    expect(uses('kms:Decrypt')).toEqual({
      AttemptWebhook: [webhook],
      HttpApproveBatch: [partner, payee],
      HttpDraftPayee: [partner, payee],
      HttpDraftPayerAccount: [payee],
      HttpPutPartnerProfile: [partner, contact],
      HttpReadPartner: [partner, contact],
      HttpReadRemittanceFile: [partner, payee],
      HttpReceiveShopify: [connector],
      HttpReceiveSigned: [connector],
      HttpReceiveStripe: [connector],
      HttpRunPayouts: [partner, payee],
      StepApproveBatch: [partner, payee],
      StepPayout: [partner, payee],
    });
  });

  it('seals for those that are told a secret, an account or a contact', () => {
    expect(uses('kms:GenerateDataKey')).toEqual({
      HttpCreateConnector: [connector],
      HttpCreateWebhookEndpoint: [webhook],
      HttpDraftPayee: [partner],
      HttpDraftPayerAccount: [payee],
      HttpPutPartnerProfile: [partner],
      HttpRotateConnectorSecret: [connector],
      HttpRotateWebhookSecret: [webhook],
    });
  });

  it('is no other’s: everything that is allowed with it is one of these', () => {
    const actions = policiesOf().flatMap((policy) =>
      grantsOf(policy).filter(({ resource }) => /SealKey/.test(resource)),
    );
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(['kms:Decrypt', 'kms:GenerateDataKey']));
  });
});

describe('the key of click ids', () => {
  it('is told to those that may look at clicks, encrypted by our own key, and to nobody else', () => {
    const mayLook = new Set(
      policiesOf()
        .filter((policy) => grantsOf(policy).some(({ resource }) => /Tracking[^"]*Arn/.test(resource)))
        .map(roleOf),
    );
    const told = inService('AWS::Lambda::Function').filter(
      ({ properties }) => properties.Environment.Variables.CLICK_ID_KEY !== undefined,
    );
    for (const { id, properties } of told) {
      expect(mayLook, id).toContain(properties.Role['Fn::GetAtt'][0]);
      expect(JSON.stringify(properties.KmsKeyArn), id).toMatch(/Key/);
    }
    const untold = inService('AWS::Lambda::Function').filter((fn) => !told.includes(fn));
    expect(untold.length).toBeGreaterThan(told.length);
  });
});

describe('what AWS itself may do', () => {
  it('is bound to this account: no service may use a key, a topic or a queue for another', () => {
    const types = ['AWS::KMS::Key', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'];
    const open = [templates.data, templates.service, templates.observability, ...templates.operations]
      .flatMap((template) => types.flatMap((type) => resourcesOf(template, type)))
      .flatMap(({ id, properties }) =>
        (properties.KeyPolicy ?? properties.PolicyDocument).Statement.map((statement: Json) => ({ id, statement })),
      )
      .filter(({ statement }) => statement.Effect === 'Allow' && statement.Principal.Service !== undefined)
      .filter(({ statement }) => statement.Condition === undefined);
    expect(open).toEqual([]);
  });
});

describe('rights to the tables', () => {
  const toTables = (): { role: string; action: string; table: string }[] =>
    policiesOf().flatMap((policy) =>
      grantsOf(policy)
        .filter(({ action }) => action.startsWith('dynamodb:'))
        .map(({ action, resource }) => ({
          role: roleOf(policy),
          action,
          table: /(Tracking|Records|Ledger|Audit|Salts)/.exec(resource)?.[1] ?? resource,
        })),
    );

  it('let nobody change, remove or scan anything, in any table', () => {
    const allowed = ['GetItem', 'Query', 'PutItem', 'DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    const actions = new Set(toTables().map(({ action }) => action));
    expect([...actions].sort()).toEqual(allowed.map((name) => `dynamodb:${name}`).sort());
  });

  it('let only the posting, the issue and the steps of payouts put into the ledger', () => {
    const posting = toTables().filter(({ action, table }) => action === 'dynamodb:PutItem' && table === 'Ledger');
    expect(posting.map(({ role }) => role.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'StepApproveBatchRole',
      'StepApproveExchangeRole',
      'StepCancelBatchRole',
      'StepImportResultsRole',
      'StepIssueShardRole',
      'StepPayoutRole',
      'StepPostShardRole',
      'StepRemitBatchRole',
    ]);
  });

  it('give nobody a way round: no star, no exception, no other door to the ledger', () => {
    const isDenial = (_key: string, value: Json): Json => (value?.Effect === 'Deny' ? undefined : value);
    const everything = JSON.stringify(
      [templates.data, templates.service, ...templates.operations].map((t) => t.toJSON()),
      isDenial,
    );
    expect(everything).not.toMatch(/"(?:NotAction|NotResource|NotPrincipal)"/);
    const doors =
      /"(?:\*|dynamodb:(?:\*|Update|Delete|BatchWrite|PartiQL|Transact|Import|Restore|Replicat|PutResourcePolicy)[^"]*)"/;
    const actions = [...everything.matchAll(/"Action":(\[[^\]]*\]|"[^"]*")/g)].map(([, action = '']) => action);
    expect(actions.length).toBeGreaterThan(100);
    expect(actions.filter((action) => doors.test(action))).toEqual([]);
  });

  it('keep what speaks HTTP away from the ledger, but for what replays, exports or reconciles it and for dry runs of steps, which read it', () => {
    const rights = toTables().filter(({ role, table }) => role.startsWith('Http') && table === 'Ledger');
    const named = rights.map(({ role, action }) => `${role.replace(/[0-9A-F]{8}$/, '')} ${action}`);
    const readers = [
      'HttpApproveBatchRole',
      'HttpApproveExchangeRole',
      'HttpApprovePeriodRole',
      'HttpCancelBatchRole',
      'HttpClosePeriodRole',
      'HttpErasePartnerRole',
      'HttpExportBooksRole',
      'HttpImportResultFileRole',
      'HttpImportResultsRole',
      'HttpReadAccountHistoryRole',
      'HttpReadJournalRole',
      'HttpReadTrialBalanceRole',
      'HttpReconcilePayoutsRole',
      'HttpRemitBatchRole',
      'HttpReplayPeriodRole',
      'HttpReviewPeriodRole',
      'HttpRunPayoutsRole',
    ];
    expect(named.sort()).toEqual(readers.flatMap((role) => [`${role} dynamodb:GetItem`, `${role} dynamodb:Query`]));
  });

  it('let those who read for partners and finance write nothing but that a key was used', () => {
    const readers = /^Http(ListStatements|ReadStatement|ExplainCommission|ReadSettlement|ListBatches)Role/;
    const rights = toTables().filter(({ role }) => readers.test(role));
    const [own, audit] = [false, true].map((isAudit) => rights.filter(({ table }) => (table === 'Audit') === isAudit));
    expect(new Set(own?.map(({ action }) => action))).toEqual(new Set(['dynamodb:GetItem', 'dynamodb:Query']));
    expect(new Set(audit?.map(({ action }) => action))).toEqual(new Set(['dynamodb:PutItem']));
  });

  it('let the redirect write clicks, and the salt of a day, and nothing else', () => {
    const own = toTables().filter(({ role }) => role.startsWith('HttpFollowLinkRole'));
    const written = own.filter(({ action }) => action === 'dynamodb:PutItem').map(({ table }) => table);
    expect(written.sort()).toEqual(['Salts', 'Tracking']);
  });
});

describe('the bus', () => {
  it('has one rule for each subscription, with the types and versions of the catalogue', () => {
    const rules = inService('AWS::Events::Rule').filter(({ properties }) => properties.EventPattern?.['detail-type']);
    const patterns = rules.map(({ properties }) => [properties.Description, properties.EventPattern]);
    const wanted = subscriptions.map(({ description, types }) => [
      description,
      {
        source: ['bunpai'],
        'detail-type': types,
        detail: { version: [...new Set(types.map((type) => definitionOf(type).version))] },
      },
    ]);
    expect(Object.fromEntries(patterns)).toEqual(Object.fromEntries(wanted));
  });

  it('keeps what was told, to tell it again', () => {
    templates.service.resourceCountIs('AWS::Events::EventBus', 1);
    templates.service.hasResourceProperties('AWS::Events::Archive', {
      EventPattern: { source: ['bunpai'] },
      RetentionDays: 90,
    });
  });

  it('is fed by every table, in bounded tries, and what cannot be published is set aside', () => {
    const mappings = inService('AWS::Lambda::EventSourceMapping').filter(
      ({ properties }) => properties.StartingPosition,
    );
    const tables = mappings.map(
      ({ properties }) => /Tracking|Records|Ledger|Audit/.exec(JSON.stringify(properties))?.[0],
    );
    expect(tables.sort()).toEqual(['Audit', 'Ledger', 'Records', 'Tracking']);
    for (const { properties } of mappings) {
      expect(properties).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 8,
        StartingPosition: 'TRIM_HORIZON',
      });
      expect(properties.DestinationConfig.OnFailure.Destination).toBeDefined();
    }
  });

  it('is published to by the stream alone', () => {
    const publishers = policiesOf().filter((policy) =>
      grantsOf(policy).some(({ action }) => action === 'events:PutEvents'),
    );
    const roles = publishers.map((policy) => roleOf(policy).replace(/[0-9A-F]{8}$/, ''));
    expect(roles.sort()).toEqual(['RepublishRole', 'StreamPublishRole']);
  });
});

describe('queues', () => {
  it('each have a dead-letter queue, or are one; all are encrypted', () => {
    const queues = inService('AWS::SQS::Queue');
    const isDead = new Set(
      queues.flatMap(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? []),
    );
    for (const { properties } of inService('AWS::Lambda::EventSourceMapping')) {
      const destination = properties.DestinationConfig?.OnFailure.Destination['Fn::GetAtt'][0];
      if (destination) isDead.add(destination);
    }
    for (const { properties } of inService('AWS::Lambda::Function')) {
      if (properties.DeadLetterConfig) isDead.add(properties.DeadLetterConfig.TargetArn['Fn::GetAtt'][0]);
    }
    for (const { properties } of inService('AWS::Events::Rule')) {
      for (const { DeadLetterConfig } of properties.Targets) isDead.add(DeadLetterConfig.Arn['Fn::GetAtt'][0]);
    }
    for (const { id, properties } of queues) {
      expect(properties.RedrivePolicy !== undefined || isDead.has(id), id).toBe(true);
      expect(properties.SqsManagedSseEnabled).toBe(true);
      expect(properties.MessageRetentionPeriod).toBe(1_209_600);
    }
  });

  it('hide a message for six times as long as its function may take, and get back only what failed', () => {
    const functions = new Map(inService('AWS::Lambda::Function').map(({ id, properties }) => [id, properties]));
    const queues = new Map(inService('AWS::SQS::Queue').map(({ id, properties }) => [id, properties]));
    const mappings = inService('AWS::Lambda::EventSourceMapping').filter(({ properties }) =>
      queues.has(properties.EventSourceArn['Fn::GetAtt']?.[0]),
    );
    expect(mappings).toHaveLength(subscriptions.length + 2);
    for (const { properties } of mappings) {
      const { VisibilityTimeout } = queues.get(properties.EventSourceArn['Fn::GetAtt'][0]);
      expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * functions.get(properties.FunctionName.Ref).Timeout);
      expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });
});

const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('state machines', () => {
  const definitions = (): readonly Json[] =>
    inService('AWS::StepFunctions::StateMachine').map(({ properties }) => {
      const parts: readonly Json[] = properties.DefinitionString['Fn::Join'][1];
      const arn = 'arn:aws:lambda:ap-northeast-1:123456789012:function:step';
      return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : arn)).join(''));
    });

  it('are those of the table, with its steps', () => {
    const steps = definitions().map(({ States }) =>
      States.WhichStep.Choices.map(({ StringEquals }: Json) => StringEquals),
    );
    expect(steps).toEqual(Object.values(machines));
  });

  it('are valid in the language of Step Functions', () => {
    for (const definition of definitions()) {
      const { isValid, errorsText } = aslValidator(definition);
      expect(isValid, errorsText()).toBe(true);
    }
  });

  it('try again what may pass, never a refusal, and end', () => {
    for (const { States, TimeoutSeconds } of definitions()) {
      expect(TimeoutSeconds).toBeGreaterThan(0);
      const states = Object.values<Json>(States);
      const children = states.flatMap(({ ItemProcessor }) => Object.values<Json>(ItemProcessor?.States ?? {}));
      const tasks = states.filter(({ Type }) => Type === 'Task');
      expect(tasks.length).toBeGreaterThan(0);
      for (const child of children) expect(child.TimeoutSeconds).toBe(300);
      for (const task of [...tasks, ...children]) {
        expect(task.TimeoutSeconds).toBeLessThanOrEqual(900);
        expect(task.Retry[0]).toEqual({ ErrorEquals: ['DomainError'], MaxAttempts: 0 });
        expect(task.Retry[1]).toMatchObject({ ErrorEquals: ['States.ALL'], BackoffRate: 2, JitterStrategy: 'FULL' });
      }
    }
  });

  it('divide a step among children that take a shard each and answer nothing', () => {
    const [{ States: states }] = definitions() as [Json];
    for (const [step, { tasks, end }] of Object.entries(divided)) {
      let state = states[pascal(step)];
      expect(state).toMatchObject({ InputPath: '$.input', ResultPath: '$.begun' });
      for (const task of tasks) {
        expect(state.Next).toBe(`Each${pascal(task)}`);
        state = states[state.Next];
        expect(state).toMatchObject({
          Type: 'Map',
          ItemsPath: '$.begun.shards',
          ItemSelector: { 'input.$': '$.input', 'shard.$': '$$.Map.Item.Value' },
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
          ResultPath: null,
        });
        // One failure ends the step: none is tolerated.
        expect(Object.keys(state).filter((key) => key.startsWith('Tolerated'))).toEqual([]);
        expect(state.ItemProcessor.States[pascal(task)]).toMatchObject({
          ResultPath: null,
          OutputPath: null,
          End: true,
        });
      }
      expect(state.Next ?? null).toBe(end === null ? null : pascal(end));
    }
  });

  it('hold the numbers of the shards of a million partners in a fifth of what a state may hold', () => {
    const shards = [...Array(Math.ceil(1_000_000 / SHARD_PARTNERS)).keys()];
    expect(JSON.stringify({ begun: { shards } }).length).toBeLessThan((256 * 1024) / 5);
  });

  it('wait before a seal until what was under way is through', () => {
    const [settlement] = definitions();
    const { Choices } = settlement.States.WhichStep;
    expect(Choices).toContainEqual(expect.objectContaining({ StringEquals: 'seal', Next: 'Drain' }));
    expect(settlement.States.Drain).toEqual({ Type: 'Wait', Seconds: 180, Next: 'Seal' });
  });

  it('are logged and traced, and started by the operations of finance and, for fits, by the night', () => {
    for (const { properties } of inService('AWS::StepFunctions::StateMachine')) {
      expect(properties).toMatchObject({
        LoggingConfiguration: { Level: 'ALL' },
        TracingConfiguration: { Enabled: true },
      });
    }
    const starters = policiesOf().filter((policy) =>
      grantsOf(policy).some(({ action }) => action === 'states:StartExecution'),
    );
    // A machine starts the children of its own maps.
    const [own, others] = [true, false].map((isOwn) =>
      starters.filter((policy) => /^SettlementMachine/.test(roleOf(policy)) === isOwn),
    );
    expect(own).toHaveLength(1);
    // Results of banks come one batch at a time or as a file: two operations for one step. The fits of a night are one more.
    expect(others).toHaveLength(Object.values(machines).flat().length + 2);
    for (const policy of others ?? [])
      expect(roleOf(policy)).toMatch(/^(Http(Fit|Seal|Calculate|Approve|Close|Run|Cancel|Remit|Import)|TendPrograms)/);
  });
});

describe('the checks', () => {
  it('end the synthesis on a finding that nobody gave a reason for', () => {
    const { service } = makeTestApp();
    new Queue(service, 'Unencrypted');
    expect(() => Template.fromStack(service)).toThrow();
  });
});
