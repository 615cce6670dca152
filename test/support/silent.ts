import type { Progress } from '../../cli/progress.ts';

/** Tells nobody what is being done. */
export const SILENT: Progress = { phase: () => ({ advance: () => {}, done: () => {} }), note: () => {} };
