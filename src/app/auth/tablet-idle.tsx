// Signs an account out of a shared tablet that nobody touches, as a PIN session would be locked.
import { useCallback } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { LockWarning } from '../kiosk/home/lock-warning.tsx';
import { useDeviceState } from '../tablet/device-state.ts';
import { useIdle } from '../ui/idle.ts';
import { signOut } from './account-session.ts';

const longestWarning = 10_000;

/** On an authorized tablet, watches the account screens; elsewhere it does nothing. */
export function TabletIdle() {
  const isTablet = useDeviceState(({ phase }) => phase === 'linked');
  const seconds = useDeviceState(({ policy }) => policy?.autoLockSeconds);
  return isTablet && seconds ? <Watch after={seconds * 1000} /> : null;
}

function Watch({ after }: { after: number }) {
  // Unreachable: the pad takes the screen, and offers to sign out until the server has heard.
  const onIdle = useCallback(() => void signOut().catch(() => navigate('/', { replace: true })), []);
  const { secondsLeft, stay } = useIdle({ after, warn: Math.min(longestWarning, after / 3), onIdle });
  return secondsLeft === null ? null : <LockWarning secondsLeft={secondsLeft} onStay={stay} />;
}
