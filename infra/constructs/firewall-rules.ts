import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

/** Requests of one address in five minutes: a person clicks less often, a merchant's system has a token. */
const REQUESTS_MAX = 1_000;

/** Rules of AWS, in their order; what is named besides is counted, not refused. */
const MANAGED: readonly (readonly [name: string, counted: readonly string[]])[] = [
  ['AWSManagedRulesAmazonIpReputationList', []],
  ['AWSManagedRulesKnownBadInputsRuleSet', []],
  // A conversion of many lines is longer than 8 KB, and servers send no user agent; bodies are bounded and read strictly by us.
  ['AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY', 'NoUserAgent_HEADER']],
];

/** A vendor sends the messages of all its customers from a few addresses, and without a token: each is signed. */
const isForConnector: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: '/v1/connectors/',
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
};

/** What the firewall refuses: known attackers, known attacks, and floods of whoever has no token. */
export const firewallRules: CfnWebACL.RuleProperty[] = [
  ...MANAGED.map(([name, counted], priority) => ({
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  })),
  {
    name: 'Floods',
    priority: MANAGED.length,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        limit: REQUESTS_MAX,
        aggregateKeyType: 'IP',
        scopeDownStatement: {
          notStatement: { statement: { orStatement: { statements: [hasHeader('authorization'), isForConnector] } } },
        },
      },
    },
    visibilityConfig: visible('Floods'),
  },
];

function hasHeader(name: string): CfnWebACL.StatementProperty {
  return {
    sizeConstraintStatement: {
      fieldToMatch: { singleHeader: { Name: name } },
      comparisonOperator: 'GT',
      size: 0,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}

function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
