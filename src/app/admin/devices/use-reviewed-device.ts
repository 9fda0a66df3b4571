// Which device's review is open, kept in the address, so that a reload, a mail and a shared link find it again.
import { useSearchParams } from 'wouter';
import type { Device } from '../../../contract/endpoints/devices.ts';

const name = 'review';

/** @param devices those that the one who is signed in may see; an id of none of them opens nothing */
export function useReviewedDevice(devices: readonly Device[] | undefined) {
  const [parameters, setParameters] = useSearchParams();
  const id = parameters.get(name);
  return {
    device: devices?.find((device) => device.id === id),
    open: (device: Device) =>
      setParameters((before) => {
        before.set(name, device.id);
        return before;
      }),
    close: () =>
      setParameters(
        (before) => {
          before.delete(name);
          return before;
        },
        { replace: true },
      ),
  };
}
