// When a tablet may show a new version: while its pad stands idle.
import { useEffect } from 'react';
import { useDeviceState } from '../device-state.ts';
import { takeUpdate } from '../worker-link.ts';

/** How long the pad must have been idle, in milliseconds: nobody is about to tap. */
const calmMilliseconds = 2000;

/** Shows a version that waits as soon as `idle` has held for a moment. Never while somebody types. */
export function useUpdateWhenIdle(idle: boolean): void {
  const updateReady = useDeviceState((state) => state.updateReady);
  useEffect(() => {
    if (!updateReady || !idle) return;
    const timer = setTimeout(takeUpdate, calmMilliseconds);
    return () => clearTimeout(timer);
  }, [updateReady, idle]);
}
