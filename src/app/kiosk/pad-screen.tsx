// The screen of a linked tablet while nobody is signed in: where it stands, the names where they come first, the pad.
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { RosterUser } from '../../contract/endpoints/device.ts';
import { organizationDefaults } from '../../contract/organization-defaults.ts';
import { useDeviceState } from '../tablet/device-state.ts';
import { Button } from '../ui/button.tsx';
import { LogoMark } from '../ui/logo.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Progress } from '../ui/spinner.tsx';
import { Clock } from './clock.tsx';
import { NameChoice } from './name-choice.tsx';
import { useOfflineWay } from './offline-way.ts';
import { OpenAccountBar } from './open-account-bar.tsx';
import { readPinLengths } from './pin-lengths.ts';
import { PinStep } from './pin-step.tsx';
import './pad-screen.css';

const AskForPin = lazy(() => import('./forgotten-pin/ask-for-pin.tsx'));

/** Everything on it may be seen by anyone who walks past. */
export function PadScreen() {
  const { organizationName, deviceName, policy, users } = useDeviceState();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [forgotten, setForgotten] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  usePageTitle('PIN pad');

  const { open: offlineOpen } = useOfflineWay();
  // Ten bits don't say whose a PIN is: without the server the name comes first.
  const nameFirst = policy?.signInStyle === 'name-then-pin' || offlineOpen;
  const chosen: RosterUser | undefined = nameFirst ? users.find(({ id }) => id === chosenId) : undefined;
  const choosing = nameFirst && !chosen && !forgotten;
  const backToPad = () => {
    setForgotten(false);
    setChosenId(null);
  };
  return (
    <main className={choosing || forgotten ? 'fk-pad fk-pad-names' : 'fk-pad'}>
      <header className="fk-pad-place">
        <LogoMark size={48} />
        <div className="fk-pad-names">
          <h1 className="fk-pad-organization" ref={heading} tabIndex={-1}>
            <bdi>{organizationName}</bdi>
          </h1>
          <p className="fk-pad-device">
            <bdi>{deviceName}</bdi>
          </p>
        </div>
        <Clock />
      </header>
      {forgotten ? (
        <div className="fk-pad-middle">
          <Suspense fallback={<Progress label="Opening…" />}>
            <AskForPin person={chosen} onClose={backToPad} />
          </Suspense>
        </div>
      ) : choosing ? (
        <div className="fk-pad-middle">
          <NameChoice users={users} onChoose={setChosenId} />
        </div>
      ) : (
        <PinStep person={chosen} pinLengths={readPinLengths(policy)} onBack={() => setChosenId(null)} />
      )}
      <footer className="fk-pad-foot">
        {!forgotten && (
          <Button variant="quiet" onClick={() => setForgotten(true)}>
            Forgot your PIN?
          </Button>
        )}
        <a href="/sign-in">Admin sign in</a>
        <OpenAccountBar after={(policy?.autoLockSeconds ?? organizationDefaults.autoLockSeconds) * 1000} />
      </footer>
    </main>
  );
}
