import { beforeAll, describe, expect, it } from 'vitest';
import { TABLES } from '../../functions/store/dynamodb/table.ts';
import type { Synthesised } from './synthesised.ts';
import { resourcesOf, synthesise } from './synthesised.ts';

let templates: Synthesised;
beforeAll(() => {
  templates = synthesise();
});

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
      StreamSpecification: { StreamViewType: definition.stream },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    expect(table?.properties.TimeToLiveSpecification?.AttributeName ?? null).toBe(definition.timeToLive);
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
    for (const type of types) templates.service.resourceCountIs(type, 0);
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

  it('keys for signing are made by AWS, long enough, and stand in no template', () => {
    const secrets = resourcesOf(templates.data, 'AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { properties } of secrets) {
      expect(properties.GenerateSecretString).toEqual({ ExcludePunctuation: true, PasswordLength: 64 });
    }
  });
});
