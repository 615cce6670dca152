/** A line per phase with its count: rewritten in place on a terminal, written once when done elsewhere. */
export interface Progress {
  /** Begins a phase of `total` steps. */
  readonly phase: (name: string, total: number) => Phase;
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

const REDRAW_MILLISECONDS = 80;
const CLEAR_LINE = '\r\u001b[2K';
const NAME_WIDTH = 34;

export function progressOn(screen: Screen): Progress {
  const isTerminal = screen.isTTY === true;
  const phase = (name: string, total: number): Phase => {
    const start = performance.now();
    let count = 0;
    let drawnAt = 0;
    const line = () => `  ${name.padEnd(NAME_WIDTH)} ${count.toLocaleString('en')} of ${total.toLocaleString('en')}`;
    return {
      advance: (steps = 1) => {
        count += steps;
        if (!isTerminal || performance.now() - drawnAt < REDRAW_MILLISECONDS) return;
        drawnAt = performance.now();
        screen.write(`${CLEAR_LINE}${line()}`);
      },
      done: () => {
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        const text = `  ${name.padEnd(NAME_WIDTH)} ${total.toLocaleString('en').padStart(8)}  ${seconds.padStart(6)} s`;
        screen.write(`${isTerminal ? CLEAR_LINE : ''}${text}\n`);
      },
    };
  };
  return { phase, note: (text) => screen.write(`${text}\n`) };
}
