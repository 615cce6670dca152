import { createPublicKey, sign } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { kmsSigner } from '../../functions/runtime/aws/kms-signer.ts';
import { pemSigner, verifyEd25519 } from '../../functions/runtime/ed25519.ts';
import { aPrivateKey } from '../support/signing.ts';

const PEM = aPrivateKey(7);
const SPKI = createPublicKey(PEM).export({ format: 'der', type: 'spki' });

function aKms() {
  const client = mockClient(KMSClient);
  client.on(GetPublicKeyCommand).resolves({ PublicKey: SPKI });
  client.on(SignCommand).callsFake(({ Message }) => ({ Signature: sign(null, Message, PEM) }));
  return client;
}

describe('a key in KMS', () => {
  it('signs the message itself by Ed25519, and names itself as a key file of the same key does', async () => {
    const client = aKms();
    const signer = kmsSigner({ client: new KMSClient({}), keyArn: 'arn:key' });
    const key = await signer.current();
    expect(key).toEqual(await pemSigner(PEM).current());
    const signature = await signer.sign(key.keyId, '締め');
    expect(verifyEd25519(key, '締め', signature)).toBe(true);
    expect(client.commandCalls(SignCommand)[0]?.args[0].input).toMatchObject({
      KeyId: 'arn:key',
      MessageType: 'RAW',
      SigningAlgorithm: 'ED25519_SHA_512',
    });
    await signer.current();
    expect(client.commandCalls(GetPublicKeyCommand)).toHaveLength(1);
  });

  it('does not sign in the name of a key that is not deployed', async () => {
    aKms();
    const signer = kmsSigner({ client: new KMSClient({}), keyArn: 'arn:key' });
    await expect(signer.sign('0'.repeat(32), 'text')).rejects.toThrow('is not deployed');
  });
});
