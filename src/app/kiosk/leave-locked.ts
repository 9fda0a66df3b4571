// Nobody stays signed in behind a screen that was left: not on another address, not in the browser's memory of old pages.
import { useEffect } from 'react';
import { useDeviceState } from '../tablet/device-state.ts';
import { endPinSession } from '../tablet/pin-session.ts';

function lockIfSignedIn(): void {
  if (useDeviceState.getState().session) endPinSession('locked');
}

/** Ends the PIN session when the calling screen is left, or when the page is put aside so that "Back" could bring it up again. */
export function useLeaveLocked(): void {
  useEffect(() => {
    const putAside = (event: PageTransitionEvent) => {
      if (event.persisted) lockIfSignedIn();
    };
    window.addEventListener('pagehide', putAside);
    window.addEventListener('pageshow', putAside);
    return () => {
      window.removeEventListener('pagehide', putAside);
      window.removeEventListener('pageshow', putAside);
      lockIfSignedIn();
    };
  }, []);
}
