import type { Summary } from '../../domain/settlement/summary.ts';
import { byPayout } from './by-payout.ts';
import type { Callers } from './callers.ts';

/** A statement of the month that was just closed, and whose it is. */
export interface StatementToShow {
  readonly statementId: string;
  readonly partnerId: string;
}

/** The statement of the partner who is paid most, or null when there is none. */
export async function statementToShow(callers: Callers, summary: Summary): Promise<StatementToShow | null> {
  const [best] = byPayout(summary);
  if (best === undefined) return null;
  const { partnerId } = best;
  for await (const { statements } of callers.finance.pages('listStatements', { partnerId })) {
    const own = statements.find((one) => one.programId === summary.program && one.periodId === summary.period);
    if (own !== undefined) return { statementId: own.statementId, partnerId };
  }
  return null;
}

export interface Download extends StatementToShow {
  readonly address: string;
  readonly partnerName: string;
  readonly token: string;
}

/** How to download a statement as its partner, in a command that can be pasted into a shell. */
export function downloadText({ address, statementId, partnerName, token }: Download): string {
  const url = new URL(`/v1/statements/${encodeURIComponent(statementId)}?format=csv`, address);
  return [
    `Download the statement of ${partnerName}, with a token that shows this partner's own data only:`,
    '',
    `curl -H 'Authorization: Bearer ${token}' '${url.href}'`,
  ].join('\n');
}
