// The start page: how to link this tablet, the PIN pad, or the home of whoever is signed in.
import { lazy, Suspense } from 'react';
import { useDeviceState } from '../tablet/device-state.ts';
import { Progress } from '../ui/spinner.tsx';
import { loadHome } from './home/load-home.ts';
import { useLeaveLocked } from './leave-locked.ts';
import { PadScreen } from './pad-screen.tsx';

const UnlinkedPage = lazy(async () => ({
  default: (await import('./unlinked/unlinked-page.tsx')).UnlinkedPage,
}));
const Home = lazy(async () => ({ default: (await loadHome()).Home }));

/** Shows what the tablet's state asks for. */
export function Kiosk() {
  const phase = useDeviceState((state) => state.phase);
  const session = useDeviceState((state) => state.session);
  useLeaveLocked();
  if (phase === 'unlinked') return <UnlinkedPage />;
  if (phase !== 'linked') return <Progress label="Opening…" />;
  if (!session) return <PadScreen />;
  return (
    <Suspense fallback={<Progress label="Opening…" />}>
      <Home session={session} />
    </Suspense>
  );
}
