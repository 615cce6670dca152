/** Tells on standard error what is being done: counted in place on a terminal, elsewhere a phase has a few lines, however many steps. */
export interface Progress {
  /** Begins a phase of `total` steps. */
  readonly phase: (name: string, total: number) => Phase;
  /** What is said at once, between phases. */
  readonly note: (text: string) => void;
}

export interface Phase {
  readonly advance: (steps?: number) => void;
  readonly done: () => void;
}

interface Screen {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** For a command, which says nothing when its work is short. */
export const SILENT_MS = 1000;

const REDRAW_MS = 80;
const LOG_MS = 5000;
/** Up to the line before, which is cleared: what is on the screen is always whole lines, also when the work fails. */
const REWRITE = '\u001b[1A\u001b[2K';
const NAME_WIDTH = 34;

/** Phases are told of once `silentMs` are over: as they begin, then every few seconds, and as they end. */
export function progressOn(screen: Screen, { silentMs }: { readonly silentMs: number }): Progress {
  const isTerminal = screen.isTTY === true;
  const pauseMs = isTerminal ? REDRAW_MS : LOG_MS;
  const began = performance.now();
  const phase = (name: string, total: number): Phase => {
    const start = performance.now();
    let count = 0;
    let toldAt = Number.NEGATIVE_INFINITY;
    let isDrawn = false;
    const tell = (counted: string): void => {
      if (performance.now() - began < silentMs) return;
      toldAt = performance.now();
      const seconds = ((toldAt - start) / 1000).toFixed(1);
      const line = `  ${name.padEnd(NAME_WIDTH)} ${counted.padStart(8)}  ${seconds.padStart(6)} s`;
      screen.write(`${isDrawn ? REWRITE : ''}${line}\n`);
      isDrawn = isTerminal;
    };
    const tellCount = (): void => tell(`${count.toLocaleString('en')} of ${total.toLocaleString('en')}`);
    tellCount();
    return {
      advance: (steps = 1) => {
        count += steps;
        if (count < total && performance.now() - toldAt >= pauseMs) tellCount();
      },
      done: () => tell(total.toLocaleString('en')),
    };
  };
  return { phase, note: (text) => void screen.write(`${text}\n`) };
}
