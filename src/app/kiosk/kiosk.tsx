// The start page: how to link this tablet, the PIN pad, or the home of whoever is signed in.
import { useDeviceState } from '../device-state.ts';
import { Progress } from '../ui/spinner.tsx';
import { Home } from './home.tsx';
import { useLeaveLocked } from './leave-locked.ts';
import { PadScreen } from './pad-screen.tsx';
import { UnlinkedPage } from './unlinked-page.tsx';

/** Shows what the tablet's state asks for. */
export function Kiosk() {
  const phase = useDeviceState((state) => state.phase);
  const session = useDeviceState((state) => state.session);
  useLeaveLocked();
  if (phase === 'unlinked') return <UnlinkedPage />;
  if (phase !== 'linked') return <Progress label="Opening…" />;
  return session ? <Home session={session} /> : <PadScreen />;
}
