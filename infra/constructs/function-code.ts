import { rmSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { subscriptions } from '../../functions/bus/subscriptions.ts';
import { routeList } from '../../functions/contract/routes.ts';
import { machines } from '../../functions/steps/machines.ts';
import { projectPath } from './project-path.ts';

/** Every file that Lambda starts with, from the project's folder on, without extension; the tables say which. */
export const functionModules: readonly string[] = [
  ...routeList.map(({ module }) => `functions/http/${module}`),
  'functions/http/unmatched',
  ...subscriptions.map(({ name }) => `functions/bus/${name}`),
  'functions/bus/store-queued-click',
  ...Object.values(machines)
    .flat()
    .map((step) => `functions/steps/${step}`),
  'functions/stream/publish-handler',
  'functions/stream/republish-handler',
];

const OUTPUT = projectPath('node_modules/.cache/bunpai-functions');
const NOT_BUNDLED = Code.fromInline('throw new Error("this template was made without its code");');

let bundled: Code | undefined;

/**
 * The code of all functions as one asset. What several functions share stands in it once, and a function loads only what it
 * reaches, so that the redirect starts with a fraction of what the settlement does.
 */
export function functionCode(scope: Construct): Code {
  if (!Stack.of(scope).bundlingRequired) return NOT_BUNDLED;
  bundled ??= Code.fromAsset(bundleFunctions(OUTPUT));
  return bundled;
}

/** Writes the functions into a folder; sizes and contents can be looked at there. */
export function bundleFunctions(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  buildSync({
    absWorkingDir: projectPath('.'),
    entryPoints: functionModules.map((module) => `${module}.ts`),
    outbase: '.',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // Some packages still ask for `require`, which a module does not have.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return folder;
}
