// The moments at which a tablet should look at once whether its server is there.

/** Silence after which a screen that comes back does not trust its stream: the server pings every 15 s. */
const staleMilliseconds = 20_000;

/**
 * Calls back when the network comes or goes, and when the screen comes back after a silence.
 * @param lastHeard when the server was last heard, in milliseconds
 * @returns how to stop that
 */
export function listenForWakeUps(wake: () => void, lastHeard: () => number): () => void {
  const shown = () => {
    if (document.visibilityState === 'visible' && Date.now() - lastHeard() > staleMilliseconds) wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('offline', wake);
  document.addEventListener('visibilitychange', shown);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('offline', wake);
    document.removeEventListener('visibilitychange', shown);
  };
}
