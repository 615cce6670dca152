import type { Client } from '../../functions/contract/client.ts';

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

/** Sets the clock of the laptop host, which the API knows nothing of. */
export function laptopClock(address: string, token: string): Callers['setClock'] {
  return async (instant) => {
    const now = instant === null ? null : new Date(instant).toISOString();
    const response = await fetch(new URL('/local/clock', address), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ now }),
    });
    if (!response.ok) throw new Error(`the clock was not set: ${response.status} ${await response.text()}`);
  };
}
