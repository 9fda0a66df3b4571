// When a tablet may show a new version: while its pad stands idle.
import { useEffect } from 'react';
import { useDeviceState } from './device-state.ts';
import { takeUpdate } from './worker-link.ts';

/** How long the pad must have been idle, in milliseconds: nobody is about to tap. */
const calmMilliseconds = 2000;

/**
 * Has a version that waits take over as soon as `idle` has held for a moment, and shows one that has, also at the wish of
 * another page, as soon as `idle` holds. Never while somebody types.
 */
export function useUpdateWhenIdle(idle: boolean): void {
  const update = useDeviceState((state) => state.update);
  useEffect(() => {
    if (update === 'none' || !idle) return;
    const timer = setTimeout(takeUpdate, update === 'taken' ? 0 : calmMilliseconds);
    return () => clearTimeout(timer);
  }, [update, idle]);
}
