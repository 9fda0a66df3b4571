// Stopping the parts of a server one after another.

export type Stop = () => Promise<void>;

/** Stops each, in this order: one that fails keeps none after it running. @throws the first failure, at the end */
export async function stopAll(stops: readonly Stop[]): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of stops) await stop().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
