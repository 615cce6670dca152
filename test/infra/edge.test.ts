import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import { routeList } from '../../functions/contract/routes.ts';
import { addChecks } from '../../infra/checks.ts';
import { makeEdge } from '../../infra/stacks/edge-stack.ts';
import { makeTestApp, resourcesOf } from './synthesised.ts';

const outdir = mkdtempSync(join(tmpdir(), 'bunpai-edge-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:EdgeSecret-a1b2c3';
const API = { apiDomain: 'a1b2c3.execute-api.ap-northeast-1.amazonaws.com', edgeSecretArn: SECRET };
const NAME = { domainName: 'go.example.com', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' };

function edgeOf(context: Readonly<Record<string, string>>): Template {
  const app = new App({ context, outdir: mkdtempSync(join(outdir, 'cdk-')) });
  addChecks(app);
  const edge = makeEdge(app);
  if (edge === null) throw new Error('no edge was made');
  // Reading the template runs the checks; a finding without a reason would throw here.
  return Template.fromStack(edge);
}

describe('the edge', () => {
  it('is made when it is known where the API is', () => {
    expect(makeEdge(new App())).toBeNull();
  });

  it('leads to the API over TLS, keeps nothing, and stands behind the firewall', () => {
    edgeOf(API).hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: 'https-only',
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        },
        Origins: [
          {
            DomainName: API.apiDomain,
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
          },
        ],
        WebACLId: { 'Fn::GetAtt': ['Firewall', 'Arn'] },
      },
    });
  });

  it('tells who asks, and shows by a secret that is not in the template that it was the edge that told', () => {
    const template = edgeOf(API);
    const [told] = Object.values(template.findResources('AWS::CloudFront::Function'));
    const asked = { viewer: { ip: '203.0.113.7' }, request: { headers: { 'x-bunpai-viewer': { value: '10.0.0.1' } } } };
    const run = new Function('event', `${told?.['Properties'].FunctionCode}; return handler(event);`);
    expect(run(asked).headers).toEqual({ 'x-bunpai-viewer': { value: '203.0.113.7' } });
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: [
          {
            OriginCustomHeaders: [
              { HeaderName: 'x-bunpai-edge', HeaderValue: `{{resolve:secretsmanager:${SECRET}:SecretString:::}}` },
            ],
          },
        ],
      },
    });
    expect(() => edgeOf({ apiDomain: API.apiDomain })).toThrow('edgeSecretArn');
  });

  it('has a name of its own with its certificate, and refuses one without the other', () => {
    edgeOf({ ...API, ...NAME }).hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['go.example.com'],
        ViewerCertificate: { AcmCertificateArn: NAME.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
      },
    });
    expect(() => edgeOf({ ...API, domainName: NAME.domainName })).toThrow('a name needs its certificate');
  });

  it('takes what vendors sign for no flood, though it comes without a token and from few addresses', () => {
    const [firewall] = Object.values(edgeOf(API).findResources('AWS::WAFv2::WebACL'));
    const named = ({ Name }: { Name: string }) => Name === 'Floods';
    const floods = firewall?.['Properties'].Rules.find(named).Statement.RateBasedStatement;
    const spared = floods.ScopeDownStatement.NotStatement.Statement.OrStatement.Statements;
    expect(spared.map((each: object) => Object.keys(each)[0])).toEqual([
      'SizeConstraintStatement',
      'ByteMatchStatement',
    ]);
    const { SearchString: start } = spared[1].ByteMatchStatement;
    const signed = routeList.filter(({ name }) => /^receive/.test(name));
    expect(signed).toHaveLength(3);
    for (const { path } of signed) expect(path.startsWith(start)).toBe(true);
  });

  it('counts whoever shows a token or comes to a connector too, with a higher limit: neither is looked at here', () => {
    const [firewall] = Object.values(edgeOf(API).findResources('AWS::WAFv2::WebACL'));
    type Rate = { Action: object; Statement: { RateBasedStatement: Readonly<Record<string, unknown>> } };
    const rates = firewall?.['Properties'].Rules.slice(-2).map(({ Action, Statement }: Rate) => {
      const { Limit: limit, AggregateKeyType: by, ScopeDownStatement: only } = Statement.RateBasedStatement;
      return { Action, limit, by, isAll: only === undefined };
    });
    const Action = { Block: { CustomResponse: { ResponseCode: 429 } } };
    expect(rates).toEqual([
      { Action, limit: 1_000, by: 'IP', isAll: false },
      { Action, limit: 20_000, by: 'IP', isAll: true },
    ]);
  });

  it('keeps what was refused under a name of its own stack, so that it can be taken down and made again', () => {
    const template = edgeOf(API);
    const stackId = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['aws-waf-logs-bunpai-', stackId]] },
    });
  });

  it('lets the logs of this account alone use its key', () => {
    const [key] = resourcesOf(edgeOf(API), 'AWS::KMS::Key');
    const [, forLogs] = key?.properties.KeyPolicy.Statement ?? [];
    expect(forLogs.Principal.Service).toBe('logs.us-east-1.amazonaws.com');
    expect(JSON.stringify(forLogs.Condition.ArnLike['kms:EncryptionContext:aws:logs:arn'])).toContain('AWS::AccountId');
  });

  it('refuses floods of callers without a token, and logs only what it refused, never a token', () => {
    const template = edgeOf(API);
    const [firewall] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
    expect(firewall?.['Properties'].Rules.map(({ Name }: { Name: string }) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
      'Floods',
      'FloodsOfCallers',
    ]);
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
      LoggingFilter: { DefaultBehavior: 'DROP' },
    });
  });
});

describe('the address of the API itself', () => {
  const environmentsOf = (said: Readonly<Record<string, unknown>>) => {
    const { data, service, operations } = makeTestApp(said);
    const templates = [service, ...operations].map((stack) => Template.fromStack(stack));
    const lambdas = templates.flatMap((template) => resourcesOf(template, 'AWS::Lambda::Function'));
    const variables = lambdas.map(({ properties }) => properties.Environment.Variables);
    // Who asks over HTTP may have a token of the user pool.
    return {
      data: Template.fromStack(data),
      asked: variables.filter(({ USER_POOL_ID }) => USER_POOL_ID !== undefined),
    };
  };

  it('answers until it is said that callers know the edge, and believes the edge already', () => {
    const { asked } = environmentsOf({});
    expect(asked).toHaveLength(routeList.length + 1);
    expect(asked.filter(({ EDGE_ONLY }) => EDGE_ONLY !== undefined)).toEqual([]);
    expect(asked.filter(({ EDGE_SECRETS }) => EDGE_SECRETS !== undefined)).toHaveLength(1);
  });

  it('is then closed in every function, which takes the secret that the edge sends and the one that takes over', () => {
    const { data, asked } = environmentsOf({ ...API, edgeOnly: 'true', edgeSecret: '3' });
    expect(asked).toHaveLength(routeList.length + 1);
    for (const { EDGE_ONLY, EDGE_SECRETS } of asked) {
      expect(EDGE_ONLY).toBe('true');
      expect(JSON.stringify(EDGE_SECRETS).match(/EdgeSecret\d?/g)).toEqual(['EdgeSecret3', 'EdgeSecret2']);
      expect(JSON.stringify(EDGE_SECRETS).match(/resolve:secretsmanager/g)).toHaveLength(2);
    }
    // What a stack refers to until it is deployed again stays where it is.
    const exported = JSON.stringify(data.toJSON()['Outputs']);
    for (const secret of ['EdgeSecret', 'EdgeSecret2', 'EdgeSecret3'])
      expect(exported).toMatch(new RegExp(`Ref${secret}[A-F0-9]`));
  });

  it('is not closed where there is no edge, nor by a generation that is none', () => {
    expect(() => makeTestApp({ edgeOnly: 'true' })).toThrow('edgeOnly is given with apiDomain');
    expect(() => makeTestApp({ edgeSecret: 'new' })).toThrow('the context edgeSecret is a generation');
  });
});
