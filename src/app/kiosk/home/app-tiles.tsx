// The apps at home: a tile for each that opens it in a window of its own, which the lock closes.
import { useEffect, useState } from 'react';
import { type AppTile, getHome, type Home } from '../../../contract/endpoints/home.ts';
import { callDevice } from '../../tablet/api.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { AppPicture } from '../../ui/app-picture.tsx';

function sayReviews(count: number): string {
  return count === 1 ? '1 offline sign-in to review' : `${count} offline sign-ins to review`;
}

/** Nothing where there are no apps and nothing waits. @param onOpen tells whether the browser let it */
export function AppTiles({ onOpen }: { onOpen: (app: AppTile) => boolean }) {
  const [home, setHome] = useState<Home | null>(null);
  const [blocked, setBlocked] = useState(false);
  const online = useDeviceState(({ connection }) => connection.online);
  useEffect(() => {
    if (!online) return;
    let left = false;
    // Without an answer there are no tiles; the connection line says why.
    callDevice(getHome, {}).then(
      (found) => left || setHome(found),
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [online]);
  if (!home) return null;
  return (
    <>
      {home.apps.length > 0 && (
        <ul className="fk-tiles" aria-label="Apps">
          {home.apps.map((app) => (
            <li key={app.id}>
              <button
                type="button"
                className="fk-tile"
                disabled={!online}
                onClick={() => setBlocked(!onOpen(app))}
              >
                <AppPicture picture={app.picture} size={48} />
                <bdi>{app.name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      {home.apps.length > 0 && !online && <p className="fk-home-waiting">Apps need a connection.</p>}
      {blocked && (
        <p className="fk-home-waiting" role="alert">
          This browser blocked the window. Allow pop-ups for this address, then tap again.
        </p>
      )}
      {home.deviceReviews > 0 && <p className="fk-home-waiting">{sayReviews(home.deviceReviews)}</p>}
    </>
  );
}
