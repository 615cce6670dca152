import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

/** Requests of one address in five minutes: a person clicks less often, a merchant's system has a token. */
const REQUESTS_MAX = 1_000;
/** Of a system with a token, or a vendor: 66 a second without a pause, and each may tell of a hundred at once. */
const CALLER_REQUESTS_MAX = 20_000;

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

/** What the firewall refuses: known attackers, known attacks, and floods, of whoever has no token sooner. */
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
  floods('Floods', MANAGED.length, {
    limit: REQUESTS_MAX,
    scopeDownStatement: {
      notStatement: { statement: { orStatement: { statements: [hasHeader('authorization'), isForConnector] } } },
    },
  }),
  // Nobody looks here whether a token or a signature is good: one that is invented gets no further than this.
  floods('FloodsOfCallers', MANAGED.length + 1, { limit: CALLER_REQUESTS_MAX }),
];

function floods(
  name: string,
  priority: number,
  rate: Omit<CfnWebACL.RateBasedStatementProperty, 'aggregateKeyType'>,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { ...rate, aggregateKeyType: 'IP' } },
    visibilityConfig: visible(name),
  };
}

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
