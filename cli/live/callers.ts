import type { Client } from './client.ts';

/** The people and systems of a merchant that take part in a month, each with a token of its own. */
export interface Callers {
  readonly address: string;
  /** Sets up programs, partners and links; also sets the host's clock. */
  readonly admin: Client;
  /** The merchant's shop and order system. */
  readonly ingest: Client;
  /** Closes the month. */
  readonly finance: Client;
  /** Approves what the first one calculated: four eyes. */
  readonly approver: Client;
}

/** Sets the clock of the laptop host, or lets it follow the machine's again. */
export async function setClock(callers: Callers, instant: number | null): Promise<void> {
  await callers.admin.post('/local/clock', { now: instant === null ? null : new Date(instant).toISOString() });
}
