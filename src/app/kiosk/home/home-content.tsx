// What home shows: who is signed in, the apps that they may open, and what waits for them.
import { lazy, Suspense } from 'react';
import type { AppTile } from '../../../contract/endpoints/home.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { deviceMemory } from '../../tablet/device-memory.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { Button } from '../../ui/button.tsx';
import { ConnectionLine } from '../connection-line.tsx';
import { formatMoment } from '../format-moment.ts';
import { formatSpan } from '../format-span.ts';
import { AppTiles } from './app-tiles.tsx';

const ForgottenPinsButton = lazy(() => import('../forgotten-pin/forgotten-pins-button.tsx'));

/** Where somebody who is signed in can be. */
export type HomePlace = 'home' | 'own-pin' | 'forgotten-pins';

interface HomeContentProps {
  session: Session;
  signedInAt: number;
  autoLockSeconds: number;
  /** What has just been done. */
  told: string;
  onOpen: (place: HomePlace) => void;
  /** Tells whether the browser let it. */
  onOpenApp: (app: AppTile) => boolean;
}

/** Read at two metres; what can be opened comes before what may be read. */
export function HomeContent({
  session,
  signedInAt,
  autoLockSeconds,
  told,
  onOpen,
  onOpenApp,
}: HomeContentProps) {
  const { organizationName, deviceName } = useDeviceState();
  const provisional = deviceMemory.offlineSession !== undefined;
  return (
    <>
      <p className="fk-home-place">
        <bdi>{organizationName}</bdi> · <bdi>{deviceName}</bdi>
      </p>
      <header className="fk-home-person">
        <h1 className="fk-home-name" tabIndex={-1}>
          <bdi>{session.user.name}</bdi>
        </h1>
        <p className="fk-home-role">
          <bdi>{session.role.name}</bdi>
        </p>
        <p className="fk-home-time">Signed in at {formatMoment(signedInAt)}</p>
        <p className="fk-home-told" role="status">
          {told}
        </p>
      </header>
      <div className="fk-home-middle">
        {!provisional && <AppTiles onOpen={onOpenApp} />}
        <div className="fk-home-actions">
          {session.permissions.includes('pins:answer') && (
            <Suspense fallback={null}>
              <ForgottenPinsButton onOpen={() => onOpen('forgotten-pins')} />
            </Suspense>
          )}
          {!provisional && (
            <Button size="large" onClick={() => onOpen('own-pin')}>
              Change PIN
            </Button>
          )}
        </div>
      </div>
      <footer className="fk-home-foot">
        <ConnectionLine />
        {provisional && (
          <p>
            Signed in offline. Apps need a connection. The server checks this sign-in when the connection is
            back.
          </p>
        )}
        <p>This tablet locks after {formatSpan(autoLockSeconds)} without a touch.</p>
      </footer>
    </>
  );
}
