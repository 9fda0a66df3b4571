// The offer to link a tablet again as the device that it was: one that lost its storage, or is to get a new link.
import type { Device } from '../../../contract/endpoints/devices.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface RelinkOfferProps {
  /** The device in force that this tablet is, or that has the name which was typed. */
  device: Device;
  /** It is this very tablet, which has its link still. */
  isThis: boolean;
  /** Another request of the dialog is under way. */
  busy: boolean;
  /** `null`: the dialog’s own button does it. */
  relink: (() => Promise<void>) | null;
}

function sayWhatItMeans(device: Device, isThis: boolean): string {
  if (isThis) return 'It keeps its name, unit and history. Its old key stops working.';
  return device.connected
    ? 'That device was online just now. If it’s a different one, choose another name: authorizing this one again would cut it off.'
    : 'If it’s this device and its storage was lost, authorize it again. It keeps its name, unit and history, and its old key stops working.';
}

/** Stands in the dialog of a tablet that is linked, or as soon as the name of a device in force is typed. */
export function RelinkOffer({ device, isThis, busy, relink }: RelinkOfferProps) {
  const form = useForm({ initial: {}, send: async () => relink?.() });
  return (
    <>
      <Notice
        tone={device.connected && !isThis ? 'warning' : 'info'}
        title={isThis ? `This device is “${device.name}”` : `“${device.name}” already exists`}
      >
        <p>{sayWhatItMeans(device, isThis)}</p>
        {relink && (
          <Button onClick={form.submit} busy={form.busy} disabled={busy}>
            {isThis ? 'Authorize again' : 'This is the same device: authorize it again'}
          </Button>
        )}
      </Notice>
      <FailureNotice failure={form.failure} onRetry={form.submit} />
    </>
  );
}
