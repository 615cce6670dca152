import { Template } from 'aws-cdk-lib/assertions';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../functions/contract/route.ts';
import { handler } from '../../functions/identity/add-claims.ts';
import { makeTestApp, resourcesOf } from './synthesised.ts';

const app = makeTestApp();
const identity = Template.fromStack(app.identity);

describe('the user pool', () => {
  it('is kept, is joined by invitation only, and asks everybody for a long password and a second factor', () => {
    const [pool] = resourcesOf(identity, 'AWS::Cognito::UserPool');
    expect(pool?.resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(pool?.properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      MfaConfiguration: 'ON',
      Policies: { PasswordPolicy: { MinimumLength: 14, RequireSymbols: true } },
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
      UserPoolTier: 'ESSENTIALS',
    });
  });

  it('has a group for every role and no other', () => {
    const groups = resourcesOf(identity, 'AWS::Cognito::UserPoolGroup').map(({ properties }) => properties.GroupName);
    expect(groups.sort()).toEqual([...ROLES].sort());
  });

  it('has one application: without a secret, with short tokens that can be revoked', () => {
    const clients = resourcesOf(identity, 'AWS::Cognito::UserPoolClient');
    expect(clients.map(({ properties }) => properties)).toMatchObject([
      {
        AccessTokenValidity: 60,
        RefreshTokenValidity: 720,
        EnableTokenRevocation: true,
        GenerateSecret: false,
        PreventUserExistenceErrors: 'ENABLED',
        AllowedOAuthFlowsUserPoolClient: false,
      },
    ]);
  });

  it('lets nobody write whose merchant or partner they are', () => {
    const [client] = resourcesOf(identity, 'AWS::Cognito::UserPoolClient');
    expect(client?.properties.WriteAttributes).toEqual(['email', 'locale']);
  });

  it('is what the API believes', () => {
    const service = Template.fromStack(app.operations[0] ?? app.service);
    for (const { properties } of resourcesOf(service, 'AWS::Lambda::Function')) {
      expect(Object.keys(properties.Environment.Variables)).toEqual(
        expect.arrayContaining(['USER_POOL_ID', 'USER_POOL_CLIENT_ID']),
      );
    }
  });

  it('leaves no secret in any template', () => {
    for (const stack of [app.data, app.identity, app.service, ...app.operations]) {
      const text = JSON.stringify(Template.fromStack(stack).toJSON());
      expect(text).not.toMatch(/TOKEN_KEY|ClientSecret/);
      for (const [, value = ''] of text.matchAll(/"CLICK_ID_KEY":("[^"]*"|\{[^}]*\}|\{.*?\]\]\})/g)) {
        expect(value).toMatch(/resolve:secretsmanager|Fn::ImportValue|Fn::Join/);
      }
    }
  });
});

describe('a person who signs in', () => {
  const event = (attributes: Record<string, string>, groups: string[]) =>
    ({
      request: { userAttributes: { sub: 'sub_1', ...attributes }, groupConfiguration: { groupsToOverride: groups } },
      response: {},
    }) as unknown as PreTokenGenerationV2TriggerEvent;
  const added = async (attributes: Record<string, string>, groups: string[]) =>
    (await handler(event(attributes, groups))).response.claimsAndScopeOverrideDetails?.accessTokenGeneration
      ?.claimsToAddOrOverride;

  it('gets merchant and partner into the token', async () => {
    expect(await added({ 'custom:merchantId': 'mer_1' }, ['auditor'])).toEqual({ merchantId: 'mer_1' });
    const partner = { 'custom:merchantId': 'mer_1', 'custom:partnerId': 'ptn_1' };
    expect(await added(partner, ['partner-member', 'newsletter'])).toEqual({ merchantId: 'mer_1', partnerId: 'ptn_1' });
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['without merchant', {}, ['admin']],
    ['without role', { 'custom:merchantId': 'mer_1' }, []],
    ['with both duties', { 'custom:merchantId': 'mer_1' }, ['finance-maker', 'finance-checker']],
    ['as a partner’s without partner', { 'custom:merchantId': 'mer_1' }, ['partner-admin']],
    ['as an auditor of one partner', { 'custom:merchantId': 'mer_1', 'custom:partnerId': 'ptn_1' }, ['auditor']],
  ])('%s gets none', async (_what, attributes, groups) => {
    await expect(handler(event(attributes, groups))).rejects.toThrow('does not say whose it is');
  });
});
