import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleFunctions,
  bundlePrinting,
  functionCode,
  functionModules,
  printingModules,
} from '../../infra/constructs/function-code.ts';
import { anIssuedStatement } from '../functions/documents/an-issued-statement.ts';

const folder = mkdtempSync(join(tmpdir(), 'bunpai-functions-'));
const printing = mkdtempSync(join(tmpdir(), 'bunpai-printing-'));
beforeAll(() => {
  bundleFunctions(folder);
  bundlePrinting(printing);
});
afterAll(() => {
  for (const made of [folder, printing]) rmSync(made, { recursive: true });
});
const folderOf = (module: string): string => (printingModules.includes(module) ? printing : folder);

/** Bytes of a file with everything it imports, but for what it imports only when it is called. */
function bytesOf(file: string, seen = new Set<string>()): number {
  if (seen.has(file)) return 0;
  seen.add(file);
  const imported = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.[^"]+\.mjs)"/g)];
  let bytes = statSync(file).size;
  for (const [, path = ''] of imported) bytes += bytesOf(join(dirname(file), path), seen);
  return bytes;
}

describe('the code of the functions', () => {
  it('loads without an environment and hands over a handler, every one of the tables', () => {
    const script = `
      const names = JSON.parse(process.argv[1]);
      for (const name of names) {
        const { handler } = await import(name);
        if (typeof handler !== 'function') throw new Error(name + ' has no handler');
      }
      console.log(names.length);`;
    const files = functionModules.map((module) => join(folderOf(module), `${module}.mjs`));
    const args = ['--input-type=module', '--eval', script, JSON.stringify(files)];
    const output = execFileSync(process.execPath, args, { env: {}, encoding: 'utf8' });
    expect(Number(output)).toBe(functionModules.length);
  });

  it('prints with the font that lies beside it', () => {
    const text = readdirSync(printing).find((name) => name.startsWith('print-statement'));
    const statement = anIssuedStatement(2);
    const script = `
      const { printStatement } = await import(process.argv[1]);
      const bytes = await printStatement(JSON.parse(process.argv[2]), { language: 'ja', address: null });
      console.log(Buffer.from(bytes.subarray(0, 8)).toString());`;
    const args = ['--input-type=module', '--eval', script, join(printing, text ?? ''), JSON.stringify(statement)];
    const output = execFileSync(process.execPath, args, { env: { LAMBDA_TASK_ROOT: printing }, encoding: 'utf8' });
    expect(output.trim()).toBe('%PDF-1.7');
  });

  it('is one asset, whichever stack a function stands in', () => {
    const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
    for (const id of ['A', 'B']) {
      const stack = new Stack(app, id);
      new LambdaFunction(stack, 'Function', {
        code: functionCode(stack, 'functions/http/unmatched'),
        handler: 'functions/http/unmatched.handler',
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
      });
    }
    const assets = readdirSync(app.synth().directory).filter((name) => name.startsWith('asset.'));
    expect(assets).toHaveLength(1);
  });

  it('leaves font and printer to the functions that print', () => {
    expect(existsSync(join(folder, 'functions/documents'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('print-statement'))).toEqual([]);
    expect(bytesOf(join(printing, `${printingModules[0]}.mjs`))).toBeLessThan(1_500_000);
  });

  it('is small for the redirect, which visitors wait for: no schemas', () => {
    const redirect = bytesOf(join(folder, 'functions/http/track/follow-link.mjs'));
    const conversion = bytesOf(join(folder, 'functions/http/ingest/record-conversion.mjs'));
    expect(redirect).toBeLessThan(200_000);
    expect(redirect).toBeLessThan(conversion / 3);
  });
});
