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
  if (isThis) return 'Its name, unit and history are kept. The old link stops working.';
  return device.connected
    ? 'It was heard just now. If another tablet has this name, choose a different one: linking it again would cut that tablet off.'
    : 'If it is this very tablet, which has lost its storage, link it again: it keeps its name, its unit and its history, and its old key is worth nothing any more.';
}

/** Stands in the dialog of a tablet that is linked, or as soon as the name of a device in force is typed. */
export function RelinkOffer({ device, isThis, busy, relink }: RelinkOfferProps) {
  const form = useForm({ initial: {}, send: async () => relink?.() });
  return (
    <>
      <Notice
        tone={device.connected && !isThis ? 'warning' : 'info'}
        title={isThis ? `This tablet is “${device.name}”` : `“${device.name}” is a device already`}
      >
        <p>{sayWhatItMeans(device, isThis)}</p>
        {relink && (
          <Button onClick={form.submit} busy={form.busy} disabled={busy}>
            {isThis ? 'Link again' : 'This is the same tablet: link it again'}
          </Button>
        )}
      </Notice>
      <FailureNotice failure={form.failure} onRetry={form.submit} />
    </>
  );
}
