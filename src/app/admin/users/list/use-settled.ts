// Whether everything that a screen asked for when it opened is there, so that nothing comes in above what one is about to tap.
import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Turns true once no query waits for its first answer, and stays so: what is asked for later has its own place. */
export function useSettled(): boolean {
  const waiting = useIsFetching({ predicate: ({ state }) => state.status === 'pending' });
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (waiting === 0) setSettled(true);
  }, [waiting]);
  return settled;
}
