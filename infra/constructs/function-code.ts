import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import holidays from '@holiday-jp/holiday_jp/lib/holidays.js';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { subscriptions } from '../../functions/bus/subscriptions.ts';
import { routeList, routes } from '../../functions/contract/routes.ts';
import { FONT_FILE } from '../../functions/documents/pdf/font.ts';
import { SCHEMA_FOLDER } from '../../functions/remittance/schema-files.ts';
import { taskNames } from '../../functions/steps/machines.ts';
import { projectPath } from './project-path.ts';

/** Every file that Lambda starts with, from the project's folder on, without extension; the tables say which. */
export const functionModules: readonly string[] = [
  ...routeList.map(({ module }) => `functions/http/${module}`),
  'functions/http/unmatched',
  'functions/identity/add-claims',
  ...subscriptions.map(({ name }) => `functions/bus/${name}`),
  'functions/bus/store-queued-click',
  'functions/bus/attempt-webhook',
  'functions/bus/receive-partner-event',
  ...taskNames.map((task) => `functions/steps/${task}`),
  'functions/schedules/confirm-silent',
  'functions/schedules/date-deals',
  'functions/schedules/sweep-webhooks',
  'functions/schedules/tend-programs',
  'functions/stream/publish-handler',
  'functions/stream/republish-handler',
];

/** These print documents: they have an asset of their own with the font, which no other function has to fetch. */
export const printingModules: readonly string[] = [
  `functions/http/${routes.readStatement.module}`,
  `functions/http/${routes.downloadDocuments.module}`,
];

const OUTPUT = projectPath('node_modules/.cache/bunpai-functions');
const PRINTING_OUTPUT = projectPath('node_modules/.cache/bunpai-printing-functions');
const NOT_BUNDLED = Code.fromInline('throw new Error("this template was made without its code");');

/** Writes a bundle once, however many stacks take it. */
function bundle(write: () => string): (stack: Stack) => Code {
  const codes = new WeakMap<Stack, Code>();
  let folder: string | undefined;
  return (stack) => {
    folder ??= write();
    // The same files make the same asset, but each stack wants an object of its own.
    const code = codes.get(stack) ?? Code.fromAsset(folder);
    codes.set(stack, code);
    return code;
  };
}

const printing = bundle(() => bundlePrinting(PRINTING_OUTPUT));
const others = bundle(() => bundleFunctions(OUTPUT));

/**
 * The code of all functions as one asset. What several functions share stands in it once, and a function loads only what it
 * reaches, so that the redirect starts with a fraction of what the settlement does.
 */
export function functionCode(scope: Construct, module: string): Code {
  if (!functionModules.includes(module)) throw new Error(`${module} is not among the modules that are bundled`);
  const stack = Stack.of(scope);
  if (!stack.bundlingRequired) return NOT_BUNDLED;
  return printingModules.includes(module) ? printing(stack) : others(stack);
}

/** Writes the functions that print into a folder, with the font where they look for it. */
export function bundlePrinting(folder: string): string {
  bundleFunctions(folder, printingModules);
  cpSync(projectPath(dirname(FONT_FILE)), join(folder, dirname(FONT_FILE)), { recursive: true });
  return folder;
}

/** Writes the functions into a folder; sizes and contents can be looked at there. */
export function bundleFunctions(
  folder: string,
  modules: readonly string[] = functionModules.filter((module) => !printingModules.includes(module)),
): string {
  rmSync(folder, { recursive: true, force: true });
  buildSync({
    absWorkingDir: projectPath('.'),
    entryPoints: modules.map((module) => `${module}.ts`),
    outbase: '.',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@holiday-jp/holiday_jp/lib/holidays.js': writeHolidays() },
    // Some packages still ask for `require`, which a module does not have.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  // Files for banks are held against these.
  cpSync(projectPath(SCHEMA_FOLDER), join(folder, SCHEMA_FOLDER), { recursive: true });
  return folder;
}

/** Bank days need no names of holidays: without them they are 20 KB instead of 170. */
function writeHolidays(): string {
  const file = projectPath('node_modules/.cache/bunpai-holidays.mjs');
  mkdirSync(dirname(file), { recursive: true });
  const days = Object.fromEntries(Object.keys(holidays).map((day) => [day, 1]));
  writeFileSync(file, `export default ${JSON.stringify(days)};\n`);
  return file;
}
