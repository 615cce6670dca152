import { S3Client } from '@aws-sdk/client-s3';
import type { BlobStore } from '../../store/blob-store.ts';
import { s3Blobs } from '../../store/s3/blobs.ts';

/** Documents in a bucket of this account. */
export const awsBlobs = (bucket: string): BlobStore => s3Blobs({ client: new S3Client({}), bucket });
