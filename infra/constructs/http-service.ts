import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { Route } from '../../functions/contract/routes.ts';
import type { EnvName } from '../../functions/runtime/env.ts';
import { logGroup } from './log-group.ts';
import { constructId } from './naming.ts';
import { ServiceFunction } from './service-function.ts';

/** What a new account's API Gateway takes; raise both together with the account's own limit. */
const REQUESTS_PER_SECOND = 10_000;
const REQUESTS_AT_ONCE = 5_000;
/** API Gateway gives up after 30 seconds; a function that takes longer would answer nobody. */
const TIMEOUT = Duration.seconds(29);

export interface HttpServiceProps {
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  /** Of the redirect alone, beside that. */
  readonly redirectEnvironment: Readonly<Partial<Record<EnvName, string>>>;
  readonly logKey: IKey;
}

/** The public HTTP language: one API, which the stacks lead to one function for every row of the route table. */
export class HttpService extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly #props: HttpServiceProps;

  constructor(scope: Construct, id: string, props: HttpServiceProps) {
    super(scope, id);
    this.#props = props;
    // What no route takes gets a problem of ours too, instead of the gateway's bare "Not Found".
    const unmatched = new ServiceFunction(this, 'Unmatched', {
      module: 'functions/http/unmatched',
      description: 'Answers what no route takes',
      ...props,
    });
    this.api = new HttpApi(this, 'Api', {
      apiName: 'bunpai',
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('UnmatchedIntegration', unmatched.lambda),
    });
    this.stage = this.makeStage();
    acknowledgeOpenRoute(this.api);
  }

  private makeStage(): HttpStage {
    const logs = logGroup(this, 'AccessLogs', this.#props);
    // No address and no user agent: who visits is nobody's business here.
    const format = AccessLogFormat.custom(
      JSON.stringify({
        requestId: '$context.requestId',
        at: '$context.requestTimeEpoch',
        route: '$context.routeKey',
        status: '$context.status',
        bytes: '$context.responseLength',
        milliseconds: '$context.responseLatency',
        fault: '$context.integrationErrorMessage',
      }),
    );
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: REQUESTS_PER_SECOND, burstLimit: REQUESTS_AT_ONCE },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format },
    });
  }

  /** Leads a row to a function of its own; both belong to the stack of `scope`. */
  serve(scope: Construct, route: Route): ServiceFunction {
    const id = constructId(route.name);
    const isRedirect = route.audience === 'track';
    const served = new ServiceFunction(scope, id, {
      module: `functions/http/${route.module}`,
      description: route.summary,
      ...this.#props,
      environment: { ...this.#props.environment, ...(isRedirect ? this.#props.redirectEnvironment : {}) },
      timeout: isRedirect ? Duration.seconds(10) : TIMEOUT,
      // Statements and summaries are read whole.
      memoryMegabytes: route.audience === 'finance' || route.audience === 'partner' ? 1024 : 512,
    });
    const led = new HttpRoute(scope, `${id}Route`, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
      integration: new HttpLambdaIntegration(`${id}Integration`, served.lambda),
    });
    acknowledgeOpenRoute(led);
    return served;
  }
}

/** Why the gateway itself asks nobody for a token. */
function acknowledgeOpenRoute(construct: IConstruct): void {
  Validations.of(construct).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason:
      'Tokens are checked in one place of the functions, the same on every host, tried route by role by a test; ' +
      'tracking links are followed by people without a token.',
  });
}
