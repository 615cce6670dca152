import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressOn } from '../../cli/progress.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** What is shown of a phase of so many steps that take so long each, in a command that has been at work for a while. */
function shown(phase: { steps: number; stepMs: number; afterMs: number; isTTY?: boolean }): string {
  let text = '';
  const progress = progressOn({ isTTY: phase.isTTY ?? false, write: (piece) => (text += piece) }, { silentMs: 1000 });
  vi.advanceTimersByTime(phase.afterMs);
  const { advance, done } = progress.phase('booking conversions', phase.steps);
  for (let step = 0; step < phase.steps; step += 1) {
    vi.advanceTimersByTime(phase.stepMs);
    advance();
  }
  done();
  return text;
}

describe('progress', () => {
  it('of a phase has a line at its start, every five seconds and at its end in a log, however many steps it has', () => {
    expect(shown({ steps: 1168, stepMs: 10, afterMs: 2000 }).split('\n')).toEqual([
      '  booking conversions                0 of 1,168     0.0 s',
      '  booking conversions                500 of 1,168     5.0 s',
      '  booking conversions                1,000 of 1,168    10.0 s',
      '  booking conversions                   1,168    11.7 s',
      '',
    ]);
  });

  it('of a long step tells its end once', () => {
    expect(shown({ steps: 1, stepMs: 9000, afterMs: 2000 }).split('\n')).toHaveLength(3);
  });

  it('is counted in place on a terminal, in whole lines', () => {
    const [first, ...more] = shown({ steps: 1168, stepMs: 10, afterMs: 2000, isTTY: true }).split('\n');
    expect(first).toBe('  booking conversions                0 of 1,168     0.0 s');
    expect(more.pop()).toBe('');
    expect(more.every((line) => line.startsWith('\u001b[1A\u001b[2K  booking conversions '))).toBe(true);
    expect(more).toContain('\u001b[1A\u001b[2K  booking conversions                504 of 1,168     5.0 s');
    expect(more.at(-1)).toBe('\u001b[1A\u001b[2K  booking conversions                   1,168    11.7 s');
  });

  it('is told as soon as work is not short any more', () => {
    expect(shown({ steps: 9, stepMs: 700, afterMs: 0 }).split('\n')).toEqual([
      '  booking conversions                  2 of 9     1.4 s',
      '  booking conversions                       9     6.3 s',
      '',
    ]);
  });

  it('of short work is nothing, neither in a log nor on a terminal', () => {
    expect(shown({ steps: 90, stepMs: 10, afterMs: 0 })).toBe('');
    expect(shown({ steps: 90, stepMs: 10, afterMs: 0, isTTY: true })).toBe('');
  });
});
