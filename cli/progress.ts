/** Tells on standard error what is being done, once it has taken over a second: short work stays silent. */
export interface Progress {
  readonly note: (doing: string) => void;
  /** What the results cannot tell, said at once. */
  readonly warn: (warning: string) => void;
}

const SILENT_MS = 1000;

export function progressOn(screen: { readonly write: (text: string) => unknown }): Progress {
  const start = performance.now();
  return {
    note: (doing) => {
      const elapsed = performance.now() - start;
      if (elapsed >= SILENT_MS) screen.write(`${(elapsed / 1000).toFixed(1).padStart(6)} s  ${doing}\n`);
    },
    warn: (warning) => void screen.write(`bunpai: ${warning}\n`),
  };
}
