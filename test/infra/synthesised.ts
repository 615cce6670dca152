import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { BunpaiApp } from '../../infra/make-app.ts';
import { makeApp } from '../../infra/make-app.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test looks into any template
export type Json = any;

export interface Resource {
  readonly id: string;
  readonly properties: Json;
  readonly resource: Json;
}

export interface Synthesised {
  readonly data: Template;
  readonly identity: Template;
  readonly service: Template;
  /** Of each audience. */
  readonly operations: readonly Template[];
  readonly observability: Template;
}

/** The app with the settings of cdk.json, without the functions' code. */
export function makeTestApp(said: Readonly<Record<string, unknown>> = {}): BunpaiApp {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'bunpai-synth-'));
  return makeApp({ context: { ...context, 'aws:cdk:bundling-stacks': [], ...said }, outdir });
}

/** All templates. */
export function synthesise(): Synthesised {
  const { data, identity, service, operations, observability } = makeTestApp();
  return {
    data: Template.fromStack(data),
    identity: Template.fromStack(identity),
    service: Template.fromStack(service),
    operations: operations.map((stack) => Template.fromStack(stack)),
    observability: Template.fromStack(observability),
  };
}

export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id,
    properties: resource['Properties'],
    resource,
  }));
}

/** The statements that a function of ours may act by, as one list of action and resource. */
export function grantsOf(policy: Resource): readonly { action: string; resource: string }[] {
  const list = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);
  return policy.properties.PolicyDocument.Statement.flatMap((statement: Json) =>
    list(statement.Action).flatMap((action: string) =>
      list(statement.Resource).map((resource) => ({ action, resource: JSON.stringify(resource) })),
    ),
  );
}
