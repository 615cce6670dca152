/**
 * Flows between a few groups, as a square matrix by rows, with what flows in from outside and leaves for good. Overwritten by
 * the solver.
 */
export interface GroupFlows {
  readonly between: Float64Array;
  readonly inflow: Float64Array;
  readonly exit: Float64Array;
}

/**
 * By which factor each group's flow is to be multiplied so that what flows in flows out: Gaussian elimination in the form of
 * Grassmann, Taksar and Heyman (Operations Research 33, 1985), which only adds, multiplies and divides numbers that are not
 * negative. Nothing cancels, so every factor is right to the last few bits, the smallest too.
 */
export function solveFlows({ between, inflow, exit }: GroupFlows): Float64Array {
  const size = exit.length;
  const leaving = new Float64Array(size);
  for (let group = size - 1; group >= 0; group -= 1) {
    const row = group * size;
    let total = exit[group] ?? 0;
    for (let to = 0; to < group; to += 1) total += between[row + to] ?? 0;
    leaving[group] = total;
    if (total === 0) continue;
    for (let to = 0; to < group; to += 1) {
      inflow[to] = (inflow[to] ?? 0) + ((inflow[group] ?? 0) * (between[row + to] ?? 0)) / total;
    }
    for (let from = 0; from < group; from += 1) {
      const part = (between[from * size + group] ?? 0) / total;
      if (part === 0) continue;
      exit[from] = (exit[from] ?? 0) + part * (exit[group] ?? 0);
      for (let to = 0; to < group; to += 1) {
        between[from * size + to] = (between[from * size + to] ?? 0) + part * (between[row + to] ?? 0);
      }
    }
  }
  const factors = new Float64Array(size);
  for (let group = 0; group < size; group += 1) {
    let flow = inflow[group] ?? 0;
    for (let from = 0; from < group; from += 1) flow += (factors[from] ?? 0) * (between[from * size + group] ?? 0);
    factors[group] = leaving[group] === 0 ? 0 : flow / (leaving[group] ?? 1);
  }
  return factors;
}
