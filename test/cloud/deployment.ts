import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ministack } from './ministack.ts';
import { ACCOUNT, REGION } from './ministack.ts';

/** What MiniStack does not know; nothing else depends on them. */
const UNKNOWN_TYPES: readonly string[] = [
  'AWS::Backup::BackupSelection',
  'AWS::Budgets::Budget',
  'AWS::Events::Archive',
];

export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Bootstraps, and deploys every stack; answers their outputs, and what was left out of them. */
export async function deploy(ministack: Ministack, folder: string): Promise<{ outputs: Outputs; leftOut: string[] }> {
  const app = join(folder, 'cdk.out');
  const outputs = join(folder, 'outputs.json');
  await cdk(ministack, ['bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', '']);
  await cdk(ministack, ['synth', '--quiet', '--output', app]);
  const leftOut = adapt(app);
  await cdk(ministack, ['deploy', '--all', '--require-approval', 'never', '--app', app, '--outputs-file', outputs]);
  return { outputs: JSON.parse(readFileSync(outputs, 'utf8')), leftOut };
}

/** Removes every stack; what `RETAIN` keeps goes with MiniStack. */
export async function destroy(ministack: Ministack, folder: string): Promise<void> {
  await cdk(ministack, ['destroy', '--all', '--force', '--app', join(folder, 'cdk.out')]);
}

/** Makes the templates such as MiniStack takes; answers what was left out. */
function adapt(app: string): string[] {
  const leftOut: string[] = [];
  for (const file of globSync(join(app, '*.template.json'))) {
    const template = JSON.parse(readFileSync(file, 'utf8')) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (UNKNOWN_TYPES.includes(Type)) {
        delete template.Resources[id];
        leftOut.push(Type);
      } else if (Type === 'AWS::SecretsManager::Secret') {
        // It makes secrets with punctuation, whatever it is asked for.
        delete Properties['GenerateSecretString'];
        Properties['SecretString'] = randomBytes(48).toString('base64url');
      }
    }
    writeFileSync(file, JSON.stringify(template));
  }
  const manifest = join(app, 'manifest.json');
  // What is deployed for a trial must be removable after it.
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replaceAll('"terminationProtection": true', '"terminationProtection": false'),
  );
  return leftOut;
}

async function cdk(ministack: Ministack, args: readonly string[]): Promise<void> {
  const child = spawn('cdk', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...ministack.env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text.toString('utf8');
    });
  }
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`cdk ${args[0]} ended with ${code}:\n${said.slice(-4000)}`);
}
