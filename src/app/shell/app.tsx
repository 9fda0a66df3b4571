// The whole app: the three conditions that come before every address, then the pad, or the screens of the other addresses.
import { lazy, Suspense, useEffect, useState } from 'react';
import { Kiosk } from '../kiosk/kiosk.tsx';
import { RevokedPage } from '../kiosk/revoked-page.tsx';
import { useDeviceState } from '../tablet/device-state.ts';
import { Progress } from '../ui/spinner.tsx';
import { ScreenFailure } from './screen-failure.tsx';

// What a tablet hardly ever shows is not loaded with its pad.
const InsecurePage = lazy(() => import('./insecure-page.tsx'));
const Routes = lazy(() => import('./routes.tsx'));

/** A revoked device leaves whatever address it is at. The start page needs no routes: it is left by loading another. */
export function App() {
  const wiped = useDeviceState(({ phase }) => phase === 'wiped');
  const [isStartPage, setStartPage] = useState(() => location.pathname === '/');
  useEffect(() => {
    // "Back", after a reload, to an address that this page stood at before.
    const look = () => setStartPage((before) => before && location.pathname === '/');
    window.addEventListener('popstate', look);
    return () => window.removeEventListener('popstate', look);
  }, []);
  if (!isSecureContext) {
    return (
      <Suspense fallback={null}>
        <InsecurePage />
      </Suspense>
    );
  }
  if (wiped) return <RevokedPage />;
  return (
    <ScreenFailure>
      <Suspense fallback={<Progress label="Loading…" />}>{isStartPage ? <Kiosk /> : <Routes />}</Suspense>
    </ScreenFailure>
  );
}
