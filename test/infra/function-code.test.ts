import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { faultsOf, sizeOf } from '../../infra/function-sizes.ts';
import { allowances } from '../../infra/size-budgets.ts';
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
  });

  it('is within its budget, or says why not', () => {
    expect(functionModules.flatMap((module) => faultsOf(sizeOf(folderOf(module), module), null))).toEqual([]);
    expect(Object.keys(allowances).filter((module) => !functionModules.includes(module))).toEqual([]);
  });

  it('knows every address without the schemas of their operations, where it tells that there is nothing at one', () => {
    expect(sizeOf(folder, 'functions/http/unmatched').startBytes).toBeLessThan(250_000);
  });

  it('is told when it passes its budget, in bytes or in time', () => {
    const size = sizeOf(folder, 'functions/http/track/follow-link');
    // What comes with the first call is counted: the AWS SDK is in it, but for visitors, who wait.
    const first = (name: string): number => {
      const { startBytes, firstCallBytes } = sizeOf(folder, `functions/http/${name}`);
      return firstCallBytes - startBytes;
    };
    for (const name of ['ingest/record-conversion', 'partner/list-deals']) expect(first(name)).toBeGreaterThan(200_000);
    expect(first('track/follow-link')).toBeGreaterThan(20_000);
    expect(first('track/follow-link')).toBeLessThan(60_000);
    expect(faultsOf({ ...size, startBytes: 200_001 }, 61)).toEqual([
      expect.stringContaining('follow-link: kB at its start: 201, more than 200'),
      expect.stringContaining('follow-link: ms at its start: 61, more than 60'),
    ]);
  });
});
