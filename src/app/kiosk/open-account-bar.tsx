// What the pad says while an account session is still open behind it: anyone at the tablet could go on with it.
import { useCallback, useState } from 'react';
import { closeAccount, isAccountOpen } from '../tablet/open-account.ts';
import { Button } from '../ui/button.tsx';
import { useIdle } from '../ui/idle.ts';

/** Offers to sign out, and does so by itself when nobody touches the tablet for `after` milliseconds. */
export function OpenAccountBar({ after }: { after: number }) {
  const [open, setOpen] = useState(isAccountOpen);
  return open ? <CloseAccount after={after} onClosed={() => setOpen(false)} /> : null;
}

function CloseAccount({ after, onClosed }: { after: number; onClosed: () => void }) {
  const close = useCallback(() => {
    // Unreachable: it stays open, and so does the offer.
    closeAccount().then(onClosed, () => undefined);
  }, [onClosed]);
  useIdle({ after, onIdle: close });
  return (
    <p className="fk-pad-account">
      <span>An account is still signed in on this tablet.</span>
      <Button onClick={close}>Sign out</Button>
    </p>
  );
}
