import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../functions/contract/route.ts';
import { isPartnerRole, ROLES } from '../../functions/contract/route.ts';
import type { Caller } from '../../functions/identity/caller.ts';
import { tokenIssuer } from '../../functions/identity/token-issuer.ts';
import { BadInput } from '../bad-input.ts';
import type { Command, Given, Streams } from '../command.ts';
import { UsageError } from '../command.ts';

const HOURS = 8;
const HOURS_MAX = 24 * 30;
const HOUR_SECONDS = 3600;

export const token: Command = {
  name: 'token',
  summary: 'sign in to the laptop host: print a token for one person in one role',
  usage: '--role ROLE [--subject NAME] [--partner ID] [--merchant ID] [--hours N] [--local DIR]',
  help:
    'Prints a bearer token that the host on a data folder believes, whether it runs or not: the key is in the folder, readable\n' +
    'by its owner only. In AWS people sign in to the user pool instead. Two people are two subjects: whoever drafted something\n' +
    'does not approve it under the same one. A server is given an API key instead: POST /v1/api-keys.',
  options: {
    role: { type: 'string', isRequired: true, value: 'ROLE', help: ROLES.join(', ') },
    subject: {
      type: 'string',
      isRequired: false,
      value: 'NAME',
      help: 'who it is, for the records (default: usr_ROLE)',
    },
    partner: {
      type: 'string',
      isRequired: false,
      value: 'ID',
      help: 'whose people it is; with a role of a partner only',
    },
    merchant: { type: 'string', isRequired: false, value: 'ID', help: 'default: the merchant of the last start' },
    hours: { type: 'string', isRequired: false, value: 'N', help: `how long it is good for (default: ${HOURS})` },
    local: { type: 'string', isRequired: false, value: 'DIR', help: 'the data folder of the host (default: .local)' },
  },
  positionals: { min: 0, max: 0 },
  run,
};

async function run(given: Given, { out }: Streams): Promise<number> {
  const local = given.text('local') || '.local';
  const caller = callerIn(given, local);
  const issuer = await tokenIssuer(readJson(join(local, 'token-key.json')));
  out.write(`${await issuer.mint(caller, hoursIn(given) * HOUR_SECONDS)}\n`);
  return 0;
}

function callerIn(given: Given, local: string): Caller {
  const role = roleIn(given);
  const whose = {
    subject: given.text('subject') || `usr_${role}`,
    merchantId: given.text('merchant') || readJson<{ merchantId: string }>(join(local, 'tokens.json')).merchantId,
  };
  const partnerId = given.text('partner');
  if (!isPartnerRole(role)) {
    if (partnerId !== '') throw new UsageError(`--partner goes with partner-admin or partner-member, not with ${role}`);
    return { ...whose, role, partnerId: null };
  }
  if (partnerId === '') throw new UsageError(`--role ${role} needs --partner ID`);
  return { ...whose, role, partnerId };
}

function roleIn(given: Given): Role {
  const role = ROLES.find((each) => each === given.text('role'));
  if (role !== undefined) return role;
  throw new UsageError(`--role must be one of ${ROLES.join(', ')}, got "${given.text('role')}"`);
}

function hoursIn(given: Given): number {
  const text = given.text('hours') || String(HOURS);
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (hours >= 1 && hours <= HOURS_MAX) return hours;
  throw new UsageError(`--hours must be a whole number from 1 to ${HOURS_MAX}, got "${text}"`);
}

function readJson<T>(file: string): T {
  if (!existsSync(file)) throw new BadInput(`${file}: is not there; start the host on this folder first (npm start)`);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
