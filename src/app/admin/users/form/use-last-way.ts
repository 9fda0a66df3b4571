// The question whether somebody may lose their last way to sign in.
import { useState } from 'react';

type Answer = (isAgreed: boolean) => void;

/** `ask` waits for the answer of the dialog that the caller shows while `isAsked`. */
export function useLastWay() {
  const [answer, setAnswer] = useState<{ give: Answer } | null>(null);
  const settle = (isAgreed: boolean) => {
    answer?.give(isAgreed);
    setAnswer(null);
  };
  return {
    isAsked: answer !== null,
    ask: () => new Promise<boolean>((give) => setAnswer({ give })),
    agree: () => settle(true),
    refuse: () => settle(false),
  };
}
