// Quantiles and medians, and how figures are written in the table.

/**
 * A quantile by the nearest rank, so that it is a value that was really measured.
 * @param part from 0 to 1
 * @throws when there are no values
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Milliseconds, with as many digits as mean something. */
export function inMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** Bytes in kB of 1000 or MB of 1,000,000. */
export function inBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Such as "p50 12 ms, p99 40 ms". */
export function inQuantiles(values: readonly number[], ...parts: readonly number[]): string {
  return parts.map((part) => `p${part * 100} ${inMs(quantile(values, part))}`).join(', ');
}
