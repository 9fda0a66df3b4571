// The apps at home: a tile for each that opens it in a window of its own, which the lock closes.
import { useEffect, useRef, useState } from 'react';
import { type AppTile, getHome, type Home } from '../../../contract/endpoints/home.ts';
import { callDevice } from '../../tablet/api.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { AppPicture } from '../../ui/app-picture.tsx';
import { useAnswerAppWindows } from './answer-app-windows.ts';

/**
 * The windows that were opened here are closed when home is left, as far as their own headers leave them within reach. They know
 * the page that opened them: only that may close them, and apps are what an admin trusts.
 */
function useWindows(): (app: AppTile) => boolean {
  const windows = useRef(new Map<string, Window>());
  useEffect(() => {
    const { current } = windows;
    return () => {
      for (const win of current.values()) win.close();
      current.clear();
    };
  }, []);
  return (app) => {
    windows.current.get(app.id)?.close();
    const win = window.open(app.address);
    if (win) windows.current.set(app.id, win);
    return win !== null;
  };
}

function sayReviews(count: number): string {
  return count === 1 ? '1 offline sign-in to review' : `${count} offline sign-ins to review`;
}

/** Nothing where there are no apps and nothing waits. */
export function AppTiles() {
  const [home, setHome] = useState<Home | null>(null);
  const [blocked, setBlocked] = useState(false);
  const online = useDeviceState(({ connection }) => connection.online);
  const openWindow = useWindows();
  useAnswerAppWindows();
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
                onClick={() => setBlocked(!openWindow(app))}
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
