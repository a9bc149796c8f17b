/** The value below which the given part of the values lies, between neighbours in proportion. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Milliseconds that a run takes: the median of so many, each prepared afresh outside of the time, after as many to warm up as given. */
export function medianTime<T>(prepare: () => T, run: (prepared: T) => void, times = 7, warm = 3): number {
  const samples: number[] = [];
  for (let k = -warm; k < times; k++) {
    const prepared = prepare();
    const start = performance.now();
    run(prepared);
    const took = performance.now() - start;
    if (k >= 0) samples.push(took);
  }
  return median(samples);
}

/** Milliseconds of the processor that a run takes, all threads together: the least of so many. What else the machine does is not in them. */
export function leastProcessorTime(run: () => unknown, times = 8): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < times; k++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e3);
  }
  return least;
}
