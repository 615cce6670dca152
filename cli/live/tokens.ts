import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../functions/contract/client.ts';
import type { MerchantRole } from '../../functions/contract/route.ts';
import type { Caller } from '../../functions/identity/caller.ts';
import type { TokenIssuer } from '../../functions/identity/token-issuer.ts';
import type { Callers } from './callers.ts';
import { laptopClock } from './callers.ts';

const LIFETIME_SECONDS = 30 * 86_400;

/** Whose tokens, and of which host. */
export interface TokenSource {
  readonly address: string;
  readonly issuer: TokenIssuer;
  readonly merchantId: string;
}

/** Tokens of the merchant's own people and systems, by what they do. */
export interface Tokens {
  readonly admin: string;
  readonly ingest: string;
  readonly finance: string;
  readonly approver: string;
  readonly manager: string;
  readonly auditor: string;
}

export async function mintTokens({ issuer, merchantId }: TokenSource): Promise<Tokens> {
  const token = (subject: string, role: MerchantRole) =>
    issuer.mint({ subject, merchantId, role, partnerId: null }, LIFETIME_SECONDS);
  return {
    admin: await token('usr_admin', 'admin'),
    ingest: await token('sys_shop', 'ingest'),
    finance: await token('usr_finance', 'finance-maker'),
    approver: await token('usr_approver', 'finance-checker'),
    manager: await token('usr_manager', 'partner-manager'),
    auditor: await token('usr_auditor', 'auditor'),
  };
}

/** A token with which one partner sees what is its own. */
export function mintPartnerToken({ issuer, merchantId }: TokenSource, partnerId: string): Promise<string> {
  const caller: Caller = { subject: partnerId, merchantId, role: 'partner-admin', partnerId };
  return issuer.mint(caller, LIFETIME_SECONDS);
}

export function callersWith(address: string, tokens: Tokens): Callers {
  const client = (token: string) => createClient({ address, token });
  return {
    address,
    admin: client(tokens.admin),
    ingest: client(tokens.ingest),
    finance: client(tokens.finance),
    approver: client(tokens.approver),
    setClock: laptopClock(address, tokens.admin),
  };
}

/** Leaves the tokens where their owner finds them, for trying the API by hand; nobody else may read the file. */
export function writeTokens(
  local: string,
  tokens: Tokens & { readonly address: string; readonly merchantId: string; readonly partner: string },
): void {
  const file = join(local, 'tokens.json');
  writeFileSync(file, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 });
}
