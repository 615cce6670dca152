import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** A tracking link that a visitor of the sample month has followed, and what the host gave them for it. */
export interface FollowedLink {
  /** The sample's id of the click. */
  readonly sampleClickId: string;
  /** The id that the host signed and appended to the destination. */
  readonly clickId: string;
  /** The cookie that the host set, as the visitor's browser sends it. */
  readonly cookie: string;
}

/**
 * What a browser remembers, on disk: a load that is interrupted goes on with the same visitors. All else of a load is simply
 * sent again, since the host knows it by its id; a link followed twice would be two clicks.
 */
export interface FollowedLinks {
  readonly get: (sampleClickId: string) => FollowedLink | null;
  readonly add: (followed: FollowedLink) => void;
  /** Forgets all: the host knows none of these visitors. */
  readonly clear: () => void;
}

export function openFollowedLinks(file: string): FollowedLinks {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const known = new Map<string, FollowedLink>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const line of lines) {
    const followed = parsed(line);
    if (followed) known.set(followed.sampleClickId, followed);
  }
  // A line cut short by a kill must not run into the next one.
  if (lines.length > 0 && lines.at(-1) !== '') appendFileSync(file, '\n');
  return {
    get: (sampleClickId) => known.get(sampleClickId) ?? null,
    add: (followed) => {
      known.set(followed.sampleClickId, followed);
      appendFileSync(file, `${JSON.stringify(followed)}\n`, { mode: 0o600 });
    },
    clear: () => {
      known.clear();
      rmSync(file, { force: true });
    },
  };
}

function parsed(line: string): FollowedLink | null {
  try {
    return line === '' ? null : (JSON.parse(line) as FollowedLink);
  } catch {
    return null;
  }
}
