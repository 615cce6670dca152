import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import { Backup } from '../constructs/backup.ts';
import { letLogsUse } from '../constructs/log-group.ts';
import type { Tables } from '../constructs/tables.ts';
import { makeTables } from '../constructs/tables.ts';

/** How long a sealed manifest, run or statement cannot be removed: the books of a company are kept for seven years in Japan. */
const DOCUMENT_YEARS = 7;
const ACCESS_LOG_DAYS = 400;
/** Letters and digits only, so that it is base64url as it stands: 64 of them are 48 bytes. */
const KEY_CHARACTERS = 64;

/** Everything that must outlive a deployment: tables, documents, and the keys that they depend on. */
export class DataStack extends Stack {
  readonly key: Key;
  /** Wraps the keys by which bank details are sealed. */
  readonly sealKey: Key;
  /** Makes the fingerprints by which equal accounts are found. */
  readonly printKey: Key;
  /** Signs the roots of closed periods. */
  readonly signingKey: Key;
  readonly tables: Tables;
  readonly blobs: Bucket;
  readonly backup: Backup;
  /** Signs click ids. Another key would make every id handed out before unreadable. */
  readonly clickIdKey: Secret;
  /** By what the edge shows that it is the edge, newest first. */
  readonly edgeSecrets: readonly Secret[];

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the tables and documents of bunpai',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    letLogsUse(this.key);
    this.sealKey = new Key(this, 'SealKey', {
      description: 'Wraps the keys of sealed bank details',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.printKey = new Key(this, 'PrintKey', {
      description: 'Makes fingerprints of bank accounts',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.printKey).acknowledge({
      id: 'AwsSolutions-KMS5',
      reason: 'KMS cannot rotate a key of HMACs, and another key would make other fingerprints.',
    });
    this.signingKey = this.makeSigningKey();
    this.tables = makeTables(this, this.key);
    this.blobs = this.makeBlobs();
    this.backup = new Backup(this, 'Backup', { key: this.key, tables: this.tables, blobs: this.blobs });
    this.clickIdKey = this.makeSecret('ClickIdKey', 'Signs click ids');
    this.edgeSecrets = this.makeEdgeSecrets();
  }

  /**
   * KMS does not rotate keys that sign by itself. To rotate, name a new generation in the context `signingKey`: it signs the
   * next close and is put into the public history. Those before stay, so that a stack keeps what it refers to until it is
   * deployed again.
   */
  private makeSigningKey(): Key {
    const keys = this.generations('signingKey').map(
      (generation) =>
        new Key(this, `SigningKey${generation}`, {
          description: 'Signs the roots of closed periods of bunpai',
          keySpec: KeySpec.ECC_NIST_EDWARDS25519,
          keyUsage: KeyUsage.SIGN_VERIFY,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
    );
    for (const { keyArn } of keys) this.exportValue(keyArn);
    return keys.at(-1) as Key;
  }

  /**
   * A new generation, named in the context `edgeSecret`, is another secret: CloudFormation reads a secret again only where its
   * name changes. Those before stay, so that the edge may go on with the last one, and a stack with what it refers to.
   */
  private makeEdgeSecrets(): readonly Secret[] {
    const secrets = this.generations('edgeSecret')
      .map((generation) =>
        this.makeSecret(
          `EdgeSecret${generation === 1 ? '' : generation}`,
          'Shows that a request came through the edge',
        ),
      )
      .reverse();
    for (const { secretArn } of secrets) this.exportValue(secretArn);
    new CfnOutput(this, 'EdgeSecretArn', {
      value: secrets[0]?.secretArn ?? '',
      description: 'For the edge, which adds it to every request',
    });
    return secrets;
  }

  /** From the first generation of something to the one that a context names; it is the first where none is named. */
  private generations(context: string): readonly number[] {
    const last = Number(this.node.tryGetContext(context) ?? 1);
    if (!Number.isInteger(last) || last < 1) {
      throw new Error(`the context ${context} is a generation: 1, after a rotation 2`);
    }
    return Array.from({ length: last }, (_, before) => before + 1);
  }

  private makeBlobs(): Bucket {
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS), noncurrentVersionExpiration: Duration.days(1) }],
    });
    Validations.of(accessLogs).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds the access logs of the documents; logging access to the logs would go round in circles.',
    });
    acknowledge(
      accessLogs,
      'S3DefaultEncryptionKMS',
      'S3 delivers access logs to a bucket that encrypts with the keys of S3 only.',
    );
    acknowledge(
      accessLogs,
      'S3BucketReplicationEnabled',
      'Access logs are kept for 400 days; losing them loses no books.',
    );
    const blobs = new Bucket(this, 'Blobs', {
      ...common,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      // Governance, not compliance: a person with a right of its own can still remove what should never have been there.
      objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(DOCUMENT_YEARS * 365)),
    });
    acknowledge(
      blobs,
      'S3BucketReplicationEnabled',
      'Every version is locked for seven years, and copied into a locked vault every night; a second region is a choice of ' +
        'whoever deploys.',
    );
    return blobs;
  }

  private makeSecret(id: string, description: string): Secret {
    const secret = new Secret(this, id, {
      encryptionKey: this.key,
      description,
      generateSecretString: { passwordLength: KEY_CHARACTERS, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const reason =
      'Changed on a timer, it would void the click ids in use, or no longer be what the edge sends; it is changed by hand.';
    Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
    acknowledge(secret, 'SecretsManagerRotationEnabled', reason);
    return secret;
  }
}
