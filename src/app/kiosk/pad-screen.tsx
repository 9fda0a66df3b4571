// The screen of a linked tablet while nobody is signed in: where it stands, the names where they come first, the pad.
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { RosterUser } from '../../contract/endpoints/device.ts';
import { useDeviceState } from '../device-state.ts';
import { usePageTitle } from '../page-title.ts';
import { LogoMark } from '../ui/logo.tsx';
import { Clock } from './clock.tsx';
import { NameChoice } from './name-choice.tsx';
import { OpenAccountBar } from './open-account-bar.tsx';
import { PinStep } from './pin-step.tsx';
import './pad-screen.css';

/** Everything on it may be seen by anyone who walks past. */
export function PadScreen() {
  const { organizationName, deviceName, policy, users } = useDeviceState();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  usePageTitle('PIN pad');

  const nameFirst = policy?.signInStyle === 'name-then-pin';
  const chosen: RosterUser | undefined = nameFirst ? users.find(({ id }) => id === chosenId) : undefined;
  const choosing = nameFirst && !chosen;
  return (
    <main className={choosing ? 'fk-pad-screen fk-pad-screen-names' : 'fk-pad-screen'}>
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
      <div className="fk-pad-middle">
        {choosing ? (
          <NameChoice users={users} onChoose={setChosenId} />
        ) : (
          <PinStep person={chosen} pinLength={policy?.pinLength ?? 6} onBack={() => setChosenId(null)} />
        )}
      </div>
      <footer className="fk-pad-foot">
        <Link href="/sign-in">Admin sign in</Link>
        <OpenAccountBar after={(policy?.autoLockSeconds ?? 120) * 1000} />
      </footer>
    </main>
  );
}
