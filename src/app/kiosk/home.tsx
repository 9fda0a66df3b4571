// The home of the person who is signed in with a PIN: who they are, what they may do, and "Lock".
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Session } from '../../contract/endpoints/session.ts';
import { useDeviceState } from '../device-state.ts';
import { usePageTitle } from '../page-title.ts';
import { checkPinSession, endPinSession } from '../pin-session.ts';
import { Button } from '../ui/button.tsx';
import { LockIcon } from '../ui/icons.tsx';
import { Allowed } from './allowed.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { formatMoment } from './format-moment.ts';
import { formatSpan } from './format-span.ts';
import { useIdle } from './idle.ts';
import { LockWarning } from './lock-warning.tsx';
import './home.css';

const fallbackAutoLockSeconds = 120;
const longestWarning = 10_000;

/** A page that comes up again asks whether its session still stands: another window may have ended it. */
function useCheckWhenShown(): void {
  useEffect(() => {
    const check = () => {
      if (document.visibilityState === 'visible') void checkPinSession();
    };
    window.addEventListener('focus', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      window.removeEventListener('focus', check);
      document.removeEventListener('visibilitychange', check);
    };
  }, []);
}

/** Stands from the right PIN to the lock; it locks by itself when nobody touches the tablet. */
export function Home({ session }: { session: Session }) {
  const { organizationName, deviceName, policy } = useDeviceState();
  const [signedInAt] = useState(Date.now);
  const heading = useRef<HTMLHeadingElement>(null);
  const autoLockSeconds = policy?.autoLockSeconds ?? fallbackAutoLockSeconds;
  const after = autoLockSeconds * 1000;
  const onIdle = useCallback(() => endPinSession('idle'), []);
  const { secondsLeft, stay } = useIdle({ after, warn: Math.min(longestWarning, after / 3), onIdle });
  const warned = secondsLeft !== null;
  useEffect(() => {
    if (!warned) heading.current?.focus();
  }, [warned]);
  useCheckWhenShown();
  usePageTitle('Signed in');

  return (
    <main className="fk-home">
      <div className="fk-home-lock">
        <Button
          variant="primary"
          size="large"
          icon={<LockIcon size={28} />}
          onClick={() => endPinSession('locked')}
        >
          Lock
        </Button>
      </div>
      <div className="fk-home-content" inert={warned}>
        <p className="fk-home-place">
          <bdi>{organizationName}</bdi> · <bdi>{deviceName}</bdi>
        </p>
        <header className="fk-home-person">
          <h1 className="fk-home-name" ref={heading} tabIndex={-1}>
            <bdi>{session.user.name}</bdi>
          </h1>
          <p className="fk-home-role">
            <bdi>{session.role.name}</bdi>
          </p>
          <p className="fk-home-time">Signed in at {formatMoment(signedInAt)}</p>
        </header>
        <Allowed session={session} />
        <footer className="fk-home-foot">
          <ConnectionLine />
          <p>This tablet locks itself after {formatSpan(autoLockSeconds)} without a touch.</p>
        </footer>
      </div>
      {warned && <LockWarning secondsLeft={secondsLeft} onStay={stay} />}
    </main>
  );
}
