// Makes the CloudFormation templates and lints them with cfn-lint: `npm run lint:templates`.

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { pythonTool } from './python-tool.ts';

const REGIONS = ['ap-northeast-1', 'us-east-1'];
/** CDK names every dependency, also those that a reference makes anyway (W3005). */
const IGNORED = ['W3005'];

const { status } = spawnSync('cdk', ['synth', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (status !== 0) throw new Error(`the synthesis ended with ${status}`);

const templates = globSync('cdk.out/*.template.json');
const lint = pythonTool('cfn-lint', ['cfn-lint==1.58.0']);
const args = ['--regions', ...REGIONS, '--ignore-checks', ...IGNORED, '--template', ...templates];
const linted = spawnSync(lint, args, { stdio: 'inherit' });
if (linted.status === 0) process.stdout.write(`${templates.length} templates, nothing to say\n`);
process.exitCode = linted.status ?? 1;
