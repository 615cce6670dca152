import type { App, StackProps } from 'aws-cdk-lib';
import { CfnOutput, Fn, RemovalPolicy, SecretValue, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { EDGE_HEADER } from '../../functions/runtime/operation/edge.ts';
import { VIEWER_HEADER } from '../../functions/tracking/viewer.ts';
import { firewallRules } from '../constructs/firewall-rules.ts';
import { letLogsUse } from '../constructs/log-group.ts';

/** The firewall of CloudFront and its certificates exist in one region only. */
const EDGE_REGION = 'us-east-1';

export interface EdgeStackProps extends StackProps {
  /** Where the API is: the host of `ApiAddress`. */
  readonly apiDomain: string;
  /** `EdgeSecretArn`, or its replica in us-east-1: CloudFormation reads a secret of its own region only. */
  readonly secretArn: string;
  /** A name of your own with its certificate in us-east-1; without it the distribution has the name that CloudFront gives it. */
  readonly domain: { readonly name: string; readonly certificateArn: string } | null;
}

/** What stands before the API: the firewall, and CloudFront near whoever asks. Nothing is kept there; every answer is the API's own. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { apiDomain, secretArn, domain, ...props }: EdgeStackProps) {
    super(scope, id, props);
    const firewall = this.makeFirewall();
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'bunpai: API and tracking links',
      webAclId: firewall.attrArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Asia, North America and Europe.
      priceClass: PriceClass.PRICE_CLASS_200,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(domain === null
        ? {}
        : {
            domainNames: [domain.name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
          }),
      defaultBehavior: {
        origin: new HttpOrigin(apiDomain, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          // Written over what a caller says; the template holds a reference, not the secret.
          customHeaders: { [EDGE_HEADER]: SecretValue.secretsManager(secretArn).unsafeUnwrap() },
        }),
        functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: this.tellWhoAsks() }],
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
    });
    acknowledgeOpenness(distribution, domain !== null);
    new CfnOutput(this, 'EdgeAddress', {
      value: `https://${domain?.name ?? distribution.distributionDomainName}/`,
      description: 'Where partners, visitors and systems reach the API',
    });
  }

  /** The gateway sees the edge alone. What a caller says in that header is written over. */
  private tellWhoAsks(): EdgeFunction {
    const code = [
      'function handler(event) {',
      '  var request = event.request;',
      `  request.headers['${VIEWER_HEADER}'] = { value: event.viewer.ip };`,
      '  return request;',
      '}',
    ].join('\n');
    return new EdgeFunction(this, 'TellWhoAsks', {
      comment: 'Tells the API who asks',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(code),
    });
  }

  private makeFirewall(): CfnWebACL {
    const firewall = new CfnWebACL(this, 'Firewall', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rules: firewallRules,
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'bunpai', sampledRequestsEnabled: false },
    });
    const key = new Key(this, 'LogKey', {
      description: 'Encrypts what the firewall of bunpai tells',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    letLogsUse(key);
    // WAF takes a log with this beginning only; the rest is this stack's alone, since a log outlives its stack.
    const logs = new LogGroup(this, 'FirewallLogs', {
      logGroupName: `aws-waf-logs-bunpai-${Fn.select(2, Fn.split('/', this.stackId))}`,
      retention: RetentionDays.ONE_MONTH,
      encryptionKey: key,
    });
    new CfnLoggingConfiguration(this, 'FirewallLogging', {
      resourceArn: firewall.attrArn,
      logDestinationConfigs: [logs.logGroupRef.logGroupArn],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
      // Who was let in is nobody's business here; who was refused is kept for a month.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          { Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] },
        ],
      },
    });
    return firewall;
  }
}

/** Null until it is known where the API is: `--context apiDomain=…`. */
export function makeEdge(app: App): EdgeStack | null {
  const context = (name: string): string | null => app.node.tryGetContext(name) ?? null;
  const [apiDomain, name, certificateArn] = [context('apiDomain'), context('domainName'), context('certificateArn')];
  if (apiDomain === null) return null;
  const secretArn = context('edgeSecretArn');
  if (secretArn === null) {
    throw new Error(
      'the context edgeSecretArn is given with apiDomain: without it every visitor would look like the edge',
    );
  }
  if ((name === null) !== (certificateArn === null)) {
    throw new Error('the contexts domainName and certificateArn are given together: a name needs its certificate');
  }
  return new EdgeStack(app, 'BunpaiEdge', {
    description: 'bunpai: CloudFront and firewall before the API',
    env: { region: EDGE_REGION },
    apiDomain,
    secretArn,
    domain: name === null || certificateArn === null ? null : { name, certificateArn },
  });
}

function acknowledgeOpenness(distribution: Distribution, hasName: boolean): void {
  const why: Record<string, string> = {
    CFR1: 'Visitors and partners are everywhere.',
    CFR3: 'Its log would keep the addresses of visitors. The API logs every request without them, the firewall what it refused.',
    ...(hasName
      ? {}
      : { CFR4: 'Without a name of its own CloudFront takes its own certificate, and says which protocols.' }),
  };
  for (const [rule, reason] of Object.entries(why)) {
    Validations.of(distribution).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
