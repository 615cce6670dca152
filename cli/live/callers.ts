import type { Client } from './client.ts';

/** The people and systems of a merchant that take part in a month, each with a token of its own. */
export interface Callers {
  readonly address: string;
  /** Sets up programs, partners and links. */
  readonly admin: Client;
  /** The merchant's shop and order system. */
  readonly ingest: Client;
  /** Closes the month. */
  readonly finance: Client;
  /** Approves what the first one calculated: four eyes. */
  readonly approver: Client;
  /** Sets the clock of the host, or lets it follow the machine's again; a host in the cloud has none to set. */
  readonly setClock: (instant: number | null) => Promise<void>;
}

/** Sets the clock of the laptop host. */
export function laptopClock(admin: Client): Callers['setClock'] {
  return async (instant) => {
    await admin.post('/local/clock', { now: instant === null ? null : new Date(instant).toISOString() });
  };
}
