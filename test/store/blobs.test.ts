import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../functions/store/blob-store.ts';
import { fileBlobs } from '../../functions/store/files/blobs.ts';
import { memoryBlobs } from '../../functions/store/memory/blobs.ts';
import { s3Blobs } from '../../functions/store/s3/blobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Case {
  readonly name: string;
  readonly make: () => BlobStore;
}

const STORES: readonly Case[] = [
  { name: 'memory', make: memoryBlobs },
  { name: 'files', make: () => fileBlobs(mkdtempSync(join(folder, 'store-'))) },
  { name: 'S3', make: () => s3Blobs({ client: aBucket(), bucket: 'bunpai' }) },
];

describe.each(STORES)('blobs: $name', ({ make }) => {
  const get = async (blobs: BlobStore, key: string): Promise<string | null> => {
    const bytes = await blobs.get(key);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };

  it('keep the first document of a name', async () => {
    const blobs = make();
    expect(await get(blobs, 'runs/1/summary')).toBeNull();
    await blobs.putOnce('runs/1/summary', bytesOf('first'));
    await blobs.putOnce('runs/1/summary', bytesOf('second'));

    expect(await get(blobs, 'runs/1/summary')).toBe('first');
    expect(await get(blobs, 'runs/1')).toBeNull();
  });

  it('keep one whole document when several are put at the same time', async () => {
    const blobs = make();
    const documents = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000));
    await Promise.all(documents.map((document) => blobs.putOnce('k', bytesOf(document))));

    expect(documents).toContain(await get(blobs, 'k'));
  });

  it('tell names apart that a file system may take for one, or for a way out', async () => {
    const blobs = make();
    const long = 'x'.repeat(300);
    const names = [
      'a/B',
      'a/b',
      'a/%62',
      '../a/b',
      './a/b',
      '..',
      'a/../b',
      'a//b',
      '名/前',
      'a b',
      `${long}1`,
      `${long}2`,
      'CON',
    ];
    for (const name of names) await blobs.putOnce(name, bytesOf(name));

    for (const name of names) expect(await get(blobs, name)).toBe(name);
  });

  it('hold documents of any bytes, also of none', async () => {
    const blobs = make();
    await blobs.putOnce('bytes', Uint8Array.of(0, 255, 10, 13));
    await blobs.putOnce('none', new Uint8Array());

    expect([...((await blobs.get('bytes')) ?? [])]).toEqual([0, 255, 10, 13]);
    expect([...((await blobs.get('none')) ?? [1])]).toEqual([]);
  });
});

describe('blobs in files', () => {
  it('stay inside their folder, are found by the next start, and leave nothing unfinished', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const inside = join(home, 'blobs');
    await fileBlobs(inside).putOnce('../../x/y', bytesOf('kept'));
    await fileBlobs(inside).putOnce('../../x/y', bytesOf('again'));

    expect(readdirSync(home)).toEqual(['blobs']);
    expect(readdirSync(join(inside, '.unfinished'))).toEqual([]);
    expect(Buffer.from((await fileBlobs(inside).get('../../x/y')) ?? []).toString()).toBe('kept');
  });
});

describe('blobs in S3', () => {
  it('let other errors rise', async () => {
    const mock = mockClient(S3Client);
    mock.rejects(failure('AccessDenied', 403));
    const blobs = s3Blobs({ client: new S3Client({}), bucket: 'bunpai' });

    await expect(blobs.putOnce('k', bytesOf('x'))).rejects.toThrow('AccessDenied');
    await expect(blobs.get('k')).rejects.toThrow('AccessDenied');
    mock.restore();
  });
});

/** A bucket as S3 describes it: `If-None-Match: *` refuses a name that is taken, and asks to try again while it is being taken. */
function aBucket(): S3Client {
  const client = new S3Client({});
  const objects = new Map<string, Uint8Array>();
  let puts = 0;
  const mock = mockClient(client);
  mock
    .on(PutObjectCommand)
    .callsFake(({ Key, Body, IfNoneMatch }: { Key: string; Body: Uint8Array; IfNoneMatch?: string }) => {
      puts += 1;
      if (puts % 5 === 0) throw failure('ConditionalRequestConflict', 409);
      if (IfNoneMatch === '*' && objects.has(Key)) throw failure('PreconditionFailed', 412);
      objects.set(Key, Body);
      return {};
    });
  mock.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const bytes = objects.get(Key);
    if (bytes === undefined) throw new NoSuchKey({ message: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    return { Body: { transformToByteArray: async () => bytes } };
  });
  return client;
}

function failure(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}
