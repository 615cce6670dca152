import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../functions/runtime/ids.ts';
import { requestSigner } from '../../functions/store/dynamodb/request-signer.ts';

const HOST = 'dynamodb.example.com';
const region = 'ap-northeast-1';
const text = fc.string({ unit: fc.constantFrom(...'abcXYZ019+/=') });
const key = fc.record(
  {
    accessKeyId: fc.stringMatching(/^AKIA[A-Z0-9]{16}$/),
    secretAccessKey: text,
    sessionToken: fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);
const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });

describe('a signed request', () => {
  it('bears the signature that AWS publishes for its example', () => {
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    };
    const sign = requestSigner({ credentials, region: 'us-east-1', service: 'service' });
    const request = { headers: { host: 'example.amazonaws.com' }, body: '' };
    // `post-vanilla` of the test suite of Signature Version 4.
    expect(sign(request, new Date('2015-08-30T12:36:00Z'))).toEqual({
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    });
  });

  it('is what the AWS SDK makes of it, whatever the key, the text and the days one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        key,
        fc.array(fc.tuple(day, fc.string({ unit: 'grapheme' })), { minLength: 1 }),
        async (credentials, sent) => {
          const sign = requestSigner({ credentials, region, service: 'dynamodb' });
          const official = await new DynamoDBClient({ region, credentials }).config.signer();
          for (const [signingDate, body] of sent) {
            // The SDK adds the hash of the body as a header, where it is not there.
            const headers = { host: HOST, 'x-amz-target': 'a.B', 'x-amz-content-sha256': sha256(body) };
            const request = {
              method: 'POST',
              protocol: 'https:',
              hostname: HOST,
              path: '/',
              headers,
              body,
            };
            const signed = await official.sign(request, { signingDate });
            expect(sign({ headers, body }, signingDate)['authorization']).toBe(signed.headers['authorization']);
          }
        },
      ),
    );
  });
});
