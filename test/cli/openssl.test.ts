import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The commands of the README that check a statement by hand, run as they stand there. */
const folder = mkdtempSync(join(tmpdir(), 'bunpai-openssl-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readme = readFileSync('domain/integrity/README.md', 'utf8');
const [publicKey = '', signature = '', line = '', digests = ''] = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, commands = '']) => commands,
);

const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;
const hasTools = ['jq', 'base64', 'basenc'].every(has) && spawnSync('openssl', ['version']).status === 0;

function run(commands: string) {
  const { stdout, stderr, status } = spawnSync('sh', ['-ec', commands], { cwd: folder, encoding: 'utf8' });
  return { stdout, stderr, status };
}

function given(change: (statement: { integrity: { root: { entryCount: number } } }) => void): void {
  const statement = JSON.parse(readFileSync('test/golden/integrity/statement.json', 'utf8'));
  change(statement);
  writeFileSync(join(folder, 'statement.json'), JSON.stringify(statement));
  copyFileSync('test/golden/integrity/key.pem', join(folder, 'key.pem'));
}

describe('by hand', () => {
  it('has its commands in the README', () => {
    expect(publicKey).toContain('openssl pkey -pubin');
    expect(signature).toContain('openssl pkeyutl -verify');
    expect(line).toContain('openssl dgst -sha256');
    expect(digests).toContain('statementDigest');
  });

  it.runIf(hasTools)('openssl makes key.pem of the key that the host publishes', () => {
    given(() => {});
    const pem = readFileSync(join(folder, 'key.pem'));
    const { keyId } = JSON.parse(readFileSync(join(folder, 'statement.json'), 'utf8')).integrity.root;
    const published = createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64');
    writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [{ keyId, publicKey: published }] }));
    rmSync(join(folder, 'key.pem'));
    const { status, stderr } = run(publicKey);
    expect([status, stderr]).toEqual([0, '']);
    expect(createPublicKey(readFileSync(join(folder, 'key.pem'))).equals(createPublicKey(pem))).toBe(true);
  });

  it.runIf(hasTools)('openssl finds signature, hashes, digests and key as the statement says', () => {
    given(() => {});
    const { root, parts, leaf } = JSON.parse(readFileSync('test/golden/integrity/statement.json', 'utf8')).integrity;
    const { stdout, status, stderr } = run(signature);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Signature Verified Successfully');
    expect(stdout).toContain(root.chainHash);
    expect(stdout).toContain(`= ${root.keyId}`);
    expect(run(line).stdout).toContain(parts.lines[0]);
    expect(run(digests).stdout).toContain(leaf.statementDigest);
  });

  it.runIf(hasTools)('openssl refuses a root that was changed', () => {
    given(({ integrity }) => {
      integrity.root.entryCount += 1;
    });
    expect(run(signature).status).not.toBe(0);
  });
});
