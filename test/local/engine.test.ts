import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { nativeBinary, startEngine } from '../../infra/local/engine.ts';
import { commandLineOf, isAlive } from '../../infra/local/processes.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-engine-'));
  folders.push(folder);
  return folder;
}

const options = (folder: string) => ({ folder, environment: {}, onLost: () => {} });

describe('the DynamoDB engine of the laptop host', () => {
  it('leaves no listener behind in the process that stopped it', async () => {
    const before = process.listenerCount('exit');
    const engine = await startEngine(options(dataFolder()));
    expect(process.listenerCount('exit')).toBe(before + 1);
    await engine.stop();
    await expect.poll(() => process.listenerCount('exit')).toBe(before);
  });

  it('keeps what was written for the next start', async () => {
    const folder = dataFolder();
    const first = await startEngine(options(folder));
    const client = new DynamoDBClient(first.client);
    await client.send(
      new CreateTableCommand({
        TableName: 'kept',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    await client.send(new PutItemCommand({ TableName: 'kept', Item: { pk: { S: 'a' }, value: { S: '源泉' } } }));
    await first.stop();

    const second = await startEngine(options(folder));
    const found = await new DynamoDBClient(second.client).send(
      new GetItemCommand({ TableName: 'kept', Key: { pk: { S: 'a' } } }),
    );
    await second.stop();

    expect(found.Item?.['value']).toEqual({ S: '源泉' });
  });

  it('ends the engine that a killed host left behind, and only that', async () => {
    const folder = dataFolder();
    // Started by a process that is killed, so that nobody stops it.
    const program = `
      import { startEngine } from ${JSON.stringify(new URL('../../infra/local/engine.ts', import.meta.url).href)};
      await startEngine({ folder: ${JSON.stringify(folder)}, environment: {}, onLost: () => {} });
      console.log('started');
      setInterval(() => {}, 1000);`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(host.stdout, 'data');
    const { pid: orphan } = JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8')) as { pid: number };
    host.kill('SIGKILL');
    await once(host, 'exit');
    expect(isAlive(orphan)).toBe(true);

    const engine = await startEngine(options(folder));
    expect(isAlive(orphan) && commandLineOf(orphan).includes(folder)).toBe(false);
    expect(isAlive(process.pid)).toBe(true);
    await engine.stop();
  });

  it('is the one that DYNAMODB_ENDPOINT names, when it does', async () => {
    const endpoint = 'http://127.0.0.1:8000';
    const environment = { DYNAMODB_ENDPOINT: endpoint };
    const engine = await startEngine({ folder: dataFolder(), environment, onLost: () => {} });
    expect(engine.client.endpoint).toBe(endpoint);
    await expect(
      startEngine({ folder: dataFolder(), environment: { DYNAMODB_ENDPOINT: 'here' }, onLost: () => {} }),
    ).rejects.toThrow('DYNAMODB_ENDPOINT must be an address such as http://127.0.0.1:8000, got "here"');
  });

  it('says which two other ways there are where its package is missing', () => {
    expect(() => nativeBinary('sunos-sparc')).toThrow(
      /@dynoxide\/sunos-sparc.*DynamoDB Local.*DYNAMODB_ENDPOINT.*real account/s,
    );
  });
});
