#!/usr/bin/env node
// Stands in for curl where the machine has none: as much of it as the README uses.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    request: { type: 'string', short: 'X', default: 'GET' },
    'user-agent': { type: 'string', short: 'A', default: 'curl/8.0' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
    data: { type: 'string', short: 'd' },
    output: { type: 'string', short: 'o' },
    'write-out': { type: 'string', short: 'w', default: '' },
  },
});

const headers = values.header.map((line) => [
  line.slice(0, line.indexOf(':')),
  line.slice(line.indexOf(':') + 1).trim(),
]);
const response = await fetch(positionals[0] ?? '', {
  method: values.request,
  redirect: 'manual',
  headers: {
    'user-agent': values['user-agent'],
    ...Object.fromEntries(headers),
  },
  ...(values.data === undefined ? {} : { body: values.data }),
});
const body = await response.text();
if (values.output === undefined) process.stdout.write(body);
else writeFileSync(values.output, body);
process.stdout.write(values['write-out'].replace('%{redirect_url}', response.headers.get('location') ?? ''));
