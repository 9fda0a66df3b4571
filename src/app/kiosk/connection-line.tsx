// The line that says since when the server has not been heard.
import { useDeviceState } from '../tablet/device-state.ts';
import { OfflineIcon } from '../ui/pad-icons.tsx';
import { formatNearMoment } from './format-moment.ts';

/** "Offline since 10:02", or nothing while the server is heard. */
export function ConnectionLine() {
  const { online, since } = useDeviceState((state) => state.connection);
  if (online) return null;
  return (
    <p className="fk-offline" role="status">
      <OfflineIcon size={26} />
      {since === null ? 'Offline' : `Offline since ${formatNearMoment(since)}`}
    </p>
  );
}
