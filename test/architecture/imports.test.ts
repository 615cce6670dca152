import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const FOLDERS = ['domain', 'events', 'functions', 'infra', 'cli', 'test'];

async function cruiseSources(baseDir: string): Promise<ICruiseResult> {
  const options = await extractOptions('./.dependency-cruiser.cjs');
  const sources = FOLDERS.filter((folder) => existsSync(join(baseDir, folder)));
  const tsConfig = extractTsConfig(resolve('tsconfig.json'));
  const { output } = await cruise(sources, { ...options, baseDir }, undefined, { tsConfig });
  if (typeof output === 'string') throw new TypeError(`wanted a cruise result, got text: ${output}`);
  return output;
}

function violationsOf({ summary }: ICruiseResult): readonly string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

const ALLOWED: readonly (readonly [file: string, imports: string])[] = [
  ['domain/money/decimal.ts', "import { Decimal } from 'decimal.js';"],
  ['domain/period.ts', "import { Temporal } from 'temporal-polyfill';"],
  ['events/click.ts', "import type { Target } from '../domain/target.ts';"],
  ['functions/http/list.ts', "import type { Target } from '../store/store.ts';"],
  ['functions/usecases/save.ts', "import type { Target } from '../store/store.ts';"],
  ['functions/store/dynamodb/table.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
  ['functions/stream/publish.ts', "import { EventBridgeClient } from '@aws-sdk/client-eventbridge';"],
  ['infra/app.ts', "import { App } from 'aws-cdk-lib';"],
  ['infra/local/main.ts', "import { target } from '../../functions/store/memory/target.ts';"],
  ['cli/main.ts', "import { target } from '../functions/store/memory/target.ts';"],
  ['test/any.test.ts', "import { target } from '../infra/target.ts';"],
];

const REFUSED: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['domain/a.ts', "import type { Target } from '../functions/target.ts';", 'domain-imports-only-domain'],
  ['domain/b.ts', "import { readFileSync } from 'node:fs';", 'domain-has-no-io'],
  ['domain/c.ts', "import * as z from 'zod';", 'domain-has-three-packages'],
  ['domain/d.ts', "import { Decimal } from 'decimal.js';", 'decimal-only-in-money'],
  ['domain/e.ts', "import { nothing } from './nowhere.ts';", 'not-to-unresolvable'],
  ['domain/f.ts', "import './f/f.ts';", 'no-circular'],
  ['events/a.ts', "import { target } from '../functions/target.ts';", 'events-import-only-domain'],
  ['functions/a.ts', "import type { Target } from '../infra/target.ts';", 'functions-import-events-and-domain'],
  ['functions/b.ts', "import type { Target } from '../test/target.ts';", 'nothing-imports-test'],
  ['functions/c.ts', "import { App } from 'aws-cdk-lib';", 'cdk-only-in-infra'],
  ['functions/d.ts', "import fc from 'fast-check';", 'not-to-dev-dependency'],
  ['functions/e.ts', "import express from 'semver';", 'not-undeclared'],
  ['functions/http/a.ts', "import { target } from '../store/memory/target.ts';", 'stores-behind-use-cases'],
  ['functions/bus/a.ts', "import { target } from '../store/store.ts';", 'stores-behind-use-cases'],
  ['functions/usecases/a.ts', "import type { Target } from '../store/memory/target.ts';", 'use-cases-know-ports-only'],
  ['functions/usecases/b.ts', "import { target } from '../http/target.ts';", 'use-cases-do-not-know-callers'],
  ['functions/usecases/c.ts', "import { S3Client } from '@aws-sdk/client-s3';", 'aws-at-the-edge'],
  ['functions/store/memory/a.ts', "import { target } from '../dynamodb/target.ts';", 'adapters-do-not-mix'],
  [
    'functions/store/dynamodb/a.ts',
    "import { EventBridgeClient } from '@aws-sdk/client-eventbridge';",
    'only-the-stream-publishes',
  ],
  ['infra/a.ts', "import { target } from '../cli/target.ts';", 'nothing-imports-cli'],
  ['infra/local/a.ts', "import { App } from 'aws-cdk-lib';", 'cdk-only-in-infra'],
  ['cli/a.ts', "import { target } from '../infra/target.ts';", 'nothing-imports-infra'],
  ['test/domain/a.test.ts', "import { mockClient } from 'aws-sdk-client-mock';", 'sdk-mock-at-the-edge'],
];

const TARGETS = [
  ...FOLDERS,
  'functions/contract',
  'functions/http',
  'functions/store/dynamodb',
  'functions/store/memory',
].map((folder) => `${folder}/target.ts`);

describe('the import rule, tried on a project that breaks it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bunpai-imports-'));
  let violations: readonly string[] = [];

  beforeAll(async () => {
    const write = (file: string, content: string): void => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${content}\n`);
    };
    cpSync('package.json', join(folder, 'package.json'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const target = 'export const target = 1;\nexport type Target = typeof target;';
    for (const file of [...TARGETS, 'functions/store/store.ts']) write(file, target);
    write('domain/f/f.ts', "import '../f.ts';");
    for (const [file, imports] of [...ALLOWED, ...REFUSED]) write(file, imports);
    violations = violationsOf(await cruiseSources(folder));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(ALLOWED)('allows in %s: %s', (file) => {
    expect(violations.filter((violation) => violation.includes(` ${file} `))).toEqual([]);
  });

  it.each(REFUSED)('refuses in %s: %s', (file, _imports, rule) => {
    expect(
      violations.some((violation) => violation.startsWith(`${rule}: ${file} `)),
      violations.join('\n'),
    ).toBe(true);
  });
});
