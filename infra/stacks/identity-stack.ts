import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  StringAttribute,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { ROLES } from '../../functions/contract/route.ts';
import { MERCHANT_ATTRIBUTE, PARTNER_ATTRIBUTE } from '../../functions/identity/add-claims.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';

const PASSWORD_LENGTH_MIN = 14;
const ACCESS = Duration.hours(1);
/** A working day: whoever comes back tomorrow signs in again. */
const REFRESH = Duration.hours(12);
const INVITED = Duration.days(7);

export interface IdentityStackProps extends StackProps {
  readonly data: DataStack;
}

/** Who people are: a user pool whose groups are the roles, and the one application that asks it for tokens. */
export class IdentityStack extends Stack {
  readonly users: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { data, ...props }: IdentityStackProps) {
    super(scope, id, props);
    this.users = this.makeUsers();
    const claims = new ServiceFunction(this, 'AddClaims', {
      module: 'functions/identity/add-claims',
      description: 'Puts merchant and partner into the tokens of the user pool',
      environment: {},
      logKey: data.key,
      // Cognito waits five seconds for an answer.
      timeout: Duration.seconds(5),
    });
    this.users.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, claims.lambda, LambdaVersion.V2_0);
    for (const role of ROLES) {
      new CfnUserPoolGroup(this, `Role-${role}`, { userPoolId: this.users.userPoolId, groupName: role });
    }
    this.client = this.makeClient();
    new CfnOutput(this, 'UserPoolId', { value: this.users.userPoolId, description: 'Who may get a token' });
    new CfnOutput(this, 'UserPoolClientId', {
      value: this.client.userPoolClientId,
      description: 'The application that tokens are meant for',
    });
  }

  private makeUsers(): UserPool {
    const users = new UserPool(this, 'Users', {
      signInAliases: { email: true },
      autoVerify: { email: true },
      selfSignUpEnabled: false,
      customAttributes: {
        [MERCHANT_ATTRIBUTE]: new StringAttribute({ mutable: true, maxLen: 128 }),
        [PARTNER_ATTRIBUTE]: new StringAttribute({ mutable: true, maxLen: 128 }),
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: PASSWORD_LENGTH_MIN,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: INVITED,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // Claims of our own in access tokens need it.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(users).acknowledge(
      ...['AwsSolutions-COG3', 'AwsSolutions-COG8'].map((rule) => ({
        id: rule,
        reason:
          'Threat protection is of the Plus plan, paid for every user; a second factor is asked of everybody instead.',
      })),
    );
    return users;
  }

  /** A browser keeps no secret, so it has none; merchant and partner of a person are not the person's to write. */
  private makeClient(): UserPoolClient {
    const own = new ClientAttributes().withStandardAttributes({ email: true, locale: true });
    return this.users.addClient('Portal', {
      generateSecret: false,
      disableOAuth: true,
      authFlows: { userSrp: true, adminUserPassword: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: ACCESS,
      idTokenValidity: ACCESS,
      refreshTokenValidity: REFRESH,
      readAttributes: own.withCustomAttributes(MERCHANT_ATTRIBUTE, PARTNER_ATTRIBUTE),
      writeAttributes: own,
    });
  }
}
