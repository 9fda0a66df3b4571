// The start page: how to link this tablet, the PIN pad, or the home of whoever is signed in.
import { useDeviceState } from '../device-state.ts';

/** Shows what the tablet's state asks for. */
export function Kiosk() {
  const phase = useDeviceState((state) => state.phase);
  return <main data-phase={phase} />;
}
