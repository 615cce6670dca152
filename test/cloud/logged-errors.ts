import { ask } from './ask.ts';
import type { Ministack } from './ministack.ts';

const SHOWN_MAX = 20;

interface Groups {
  readonly logGroups: readonly { readonly logGroupName: string }[];
}

interface Events {
  readonly events: readonly { readonly message: string }[];
}

/** What functions and steps said went wrong, as far as it is worth reading. */
export async function loggedErrors(ministack: Ministack): Promise<string> {
  const logs = <T>(action: string, body: unknown): Promise<T> =>
    ask(ministack, { service: 'logs', target: `Logs_20140328.${action}` }, body);
  const { logGroups } = await logs<Groups>('DescribeLogGroups', {});
  const found: string[] = [];
  for (const { logGroupName } of logGroups) {
    const { events } = await logs<Events>('FilterLogEvents', { logGroupName });
    const wrong = events.filter(({ message }) => /"level":"ERROR"|(?:Execution|Task)Failed/.test(message));
    found.push(...wrong.map(({ message }) => `${logGroupName}: ${message.slice(0, 1500)}`));
  }
  return found.slice(-SHOWN_MAX).join('\n');
}
