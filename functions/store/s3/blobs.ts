import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { BlobStore } from '../blob-store.ts';

const ATTEMPTS_MAX = 5;
const ALREADY_THERE = 412;
/** Two puts of one name at the same time: S3 asks to try again. */
const AT_THE_SAME_TIME = 409;

/** Documents as objects of a bucket. S3 itself refuses a second object of the same name. */
export function s3Blobs({ client, bucket }: { readonly client: S3Client; readonly bucket: string }): BlobStore {
  return {
    putOnce: async (key, bytes) => {
      const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, IfNoneMatch: '*' });
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.send(put);
          return;
        } catch (error) {
          const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
          if (status === ALREADY_THERE) return;
          if (status !== AT_THE_SAME_TIME || attempt === ATTEMPTS_MAX) throw error;
        }
      }
    },
    get: async (key) => {
      try {
        const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return (await got.Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
  };
}
