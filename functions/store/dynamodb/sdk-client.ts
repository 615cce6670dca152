import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from './codec.ts';
import { plainItem } from './codec.ts';
import type { TableClient } from './table-client.ts';

/** Tables by the AWS SDK, as every function but the redirect reaches them. */
export function sdkClient(documents: DynamoDBDocumentClient): TableClient {
  return {
    get: async (asked) => ((await documents.send(new GetCommand(asked))).Item as Item | undefined) ?? null,
    put: async (asked) => {
      try {
        await documents.send(new PutCommand(asked));
        return null;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { there: error.Item ? plainItem(error.Item) : null };
      }
    },
    query: async (asked) => {
      const { Items, LastEvaluatedKey } = await documents.send(new QueryCommand(asked));
      return { items: (Items ?? []) as unknown as readonly Item[], next: LastEvaluatedKey };
    },
  };
}
