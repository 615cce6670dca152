/** What is wrong with a folder, gathered over all of its files, so that one look mends everything. */
export interface Problems {
  /** `field` is a column, a path inside program.json, or `file` for the file as a whole. */
  readonly add: (problem: Problem) => void;
  readonly count: () => number;
  /** As they were found. */
  readonly all: () => readonly Problem[];
  /** `file:line: field: what was wrong and what is right`, by file, line and then as found. */
  readonly list: () => string[];
}

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly reason: string;
}

export function collectProblems(): Problems {
  const found: Problem[] = [];
  return {
    add: (problem) => found.push(problem),
    count: () => found.length,
    all: () => found,
    list: () => {
      const files = [...new Set(found.map(({ file }) => file))];
      const sorted = found.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line);
      // Rows that are looked at a second time say the same a second time.
      return [...new Set(sorted.map(({ file, line, field, reason }) => `${file}:${line}: ${field}: ${reason}`))];
    },
  };
}
