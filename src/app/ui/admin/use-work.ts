// One piece of work behind a button: that it runs, why it failed, and that it never runs twice at once.
import { useRef, useState } from 'react';
import { GivenUp } from './use-form.ts';

export interface Work {
  busy: boolean;
  failure: unknown;
  /** Starts it; while one runs, another is ignored. */
  run: (work: () => Promise<void>) => void;
  /** Takes the failure off the screen. */
  forgive: () => void;
}

/** A question for the password that was closed is no failure. */
export function useWork(): Work {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const running = useRef(false);
  const start = async (work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof GivenUp)) setFailure(error);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, failure, run: (work) => void start(work), forgive: () => setFailure(null) };
}
