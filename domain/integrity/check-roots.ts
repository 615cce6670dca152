import type { PeriodId } from '../ids.ts';
import type { Sha256 } from './merkle.ts';
import type { PeriodRoot, VerifySignature } from './period-root.ts';
import { chainHashOf, signedText } from './period-root.ts';
import type { DatedKey } from './signing-key.ts';
import { isValidAt } from './signing-key.ts';

/** What is wrong with a root. `key`: unknown to the history, or not in use when it signed. */
export interface RootFault {
  readonly type: 'content' | 'chain' | 'order' | 'signature' | 'key';
  readonly periodId: PeriodId;
}

interface Checks {
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
  readonly keys: readonly DatedKey[];
}

/** Everything that is wrong with the roots of a program, oldest first: what they say, how they are chained, who signed them. */
export function checkRoots(roots: readonly PeriodRoot[], checks: Checks): readonly RootFault[] {
  const faults: RootFault[] = [];
  let previous: PeriodRoot | null = null;
  for (const root of roots) {
    const { periodId } = root;
    const add = (type: RootFault['type'], isWrong: boolean): void => {
      if (isWrong) faults.push({ type, periodId });
    };
    add('content', chainHashOf(root, checks.sha256) !== root.chainHash);
    add('chain', root.previousRoot !== (previous === null ? null : previous.chainHash));
    add('order', previous !== null && !(previous.periodId < periodId && previous.signedAt <= root.signedAt));
    const key = checks.keys.find(({ keyId }) => keyId === root.keyId);
    add('key', key === undefined || !isValidAt(key, root.signedAt));
    add('signature', key !== undefined && !checks.verify(key, signedText(root), root.signature));
    previous = root;
  }
  return faults;
}
