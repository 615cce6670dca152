import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../functions/audit/audit-entry.ts';
import { putTogether } from '../../functions/store/dynamodb/put-together.ts';

const actor = {
  merchantId: 'mer_1',
  subject: 'usr_1',
  role: 'admin',
  operation: 'createLink',
  requestId: 'req_1',
  places: {},
} as const;
const entry = auditEntryOf(actor, { kind: 'link', before: null, after: { linkId: 'lnk_1' } }, 0);

function cancelled(...codes: readonly string[]): TransactionCanceledException {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
}

/** A client that answers so, one after the other, and then that all is written. */
function aClient(...answers: readonly TransactionCanceledException[]) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  const asked = mockClient(client).on(TransactWriteCommand);
  for (const answer of answers) asked.rejectsOnce(answer);
  asked.resolves({});
  return client;
}

function put(client: ReturnType<typeof aClient>) {
  const audit = { client, name: 'audit' };
  const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
  const item = { pk: 'p', sk: 's' };
  return putTogether({ name: 'records', audit }, { item, condition }, entry, async () => ({ ...item, is: 'there' }));
}

describe('a change that is put together with its entry in the audit log', () => {
  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is tried again when a passing %s kept it from being written',
    async (code) => {
      expect(await put(aClient(cancelled('None', code), cancelled(code, 'None')))).toBeNull();
    },
  );

  it('is refused at once when its condition does not hold, whatever else went wrong', async () => {
    expect(await put(aClient(cancelled('ConditionalCheckFailed', 'ThrottlingError')))).toEqual({
      pk: 'p',
      sk: 's',
      is: 'there',
    });
  });

  it('fails when what is wrong does not pass', async () => {
    await expect(put(aClient(cancelled('ValidationError', 'None')))).rejects.toThrow('cancelled');
  });
});
