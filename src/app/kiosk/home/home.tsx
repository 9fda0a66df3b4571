// The home of the person who is signed in with a PIN: who they are, their apps, and "Lock".
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { Session } from '../../../contract/endpoints/session.ts';
import { organizationDefaults } from '../../../contract/organization-defaults.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { checkPinSession, endPinSession } from '../../tablet/pin-session.ts';
import { Button } from '../../ui/button.tsx';
import { LockIcon } from '../../ui/icons.tsx';
import { useIdle } from '../../ui/idle.ts';
import { usePageTitle } from '../../ui/page-title.ts';
import { Progress } from '../../ui/spinner.tsx';
import { useAnswerAppWindows, useAppWindows } from './app-windows.ts';
import { HomeContent, type HomePlace } from './home-content.tsx';
import { LockWarning } from './lock-warning.tsx';
import './home.css';

const OwnPinScreen = lazy(() => import('../own-pin/own-pin-screen.tsx'));
const ForgottenPinsScreen = lazy(() => import('../forgotten-pin/forgotten-pins-screen.tsx'));

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
  const { policy } = useDeviceState();
  const [signedInAt] = useState(Date.now);
  const [place, setPlace] = useState<HomePlace>('home');
  const [told, setTold] = useState('');
  const content = useRef<HTMLDivElement>(null);
  const autoLockSeconds = policy?.autoLockSeconds ?? organizationDefaults.autoLockSeconds;
  const after = autoLockSeconds * 1000;
  const onIdle = useCallback(() => endPinSession('idle'), []);
  const { secondsLeft, stay } = useIdle({ after, warn: Math.min(longestWarning, after / 3), onIdle });
  const warned = secondsLeft !== null;
  // Nothing else goes before a PIN that somebody else knows is changed.
  const shown = session.mustChange === 'pin' ? 'own-pin' : place;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heading of each place gets the focus when it comes up.
  useEffect(() => {
    if (!warned) content.current?.querySelector('h1')?.focus();
  }, [warned, shown]);
  const openApp = useAppWindows();
  useAnswerAppWindows();
  useCheckWhenShown();
  usePageTitle('Signed in');
  const open = (next: HomePlace) => {
    setTold('');
    setPlace(next);
  };
  const goHome = () => setPlace('home');

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
      <div className="fk-home-content" inert={warned} ref={content}>
        <Suspense fallback={<Progress label="Opening…" />}>
          {shown === 'own-pin' && (
            <OwnPinScreen
              session={session}
              onCancel={goHome}
              onDone={() => {
                setTold('PIN changed');
                goHome();
              }}
            />
          )}
          {shown === 'forgotten-pins' && <ForgottenPinsScreen onClose={goHome} />}
        </Suspense>
        {shown === 'home' && (
          <HomeContent
            session={session}
            signedInAt={signedInAt}
            autoLockSeconds={autoLockSeconds}
            told={told}
            onOpen={open}
            onOpenApp={openApp}
          />
        )}
      </div>
      {warned && <LockWarning secondsLeft={secondsLeft} onStay={stay} />}
    </main>
  );
}
