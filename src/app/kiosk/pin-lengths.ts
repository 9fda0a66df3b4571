// How many digits the PINs of this tablet's people may have.
import type { Policy } from '../../contract/endpoints/device.ts';

/** Shortest first. Before the first pull, and from a version that knew of one length only, it is the usual one. */
export function readPinLengths(policy: Partial<Policy> | null): readonly number[] {
  return policy?.pinLengths ?? [policy?.pinLength ?? 6];
}
