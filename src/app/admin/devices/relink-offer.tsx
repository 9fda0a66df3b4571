// The offer to link a tablet that lost its storage again, as the device that it was.
import type { Device } from '../../../contract/endpoints/devices.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface RelinkOfferProps {
  /** The device in force that has the name which was typed. */
  device: Device;
  /** Another request of the dialog is under way. */
  busy: boolean;
  relink: () => Promise<void>;
}

/** Stands in the dialog as soon as the name of a device in force is typed. */
export function RelinkOffer({ device, busy, relink }: RelinkOfferProps) {
  const form = useForm({ initial: {}, send: relink });
  return (
    <>
      <Notice tone={device.connected ? 'warning' : 'info'} title={`“${device.name}” is a device already`}>
        <p>
          {device.connected
            ? 'It was heard just now. If another tablet has this name, choose a different one: linking it again would cut that tablet off.'
            : 'If it is this very tablet, which has lost its storage, link it again: it keeps its name, its unit and its history, and its old key is worth nothing any more.'}
        </p>
        <Button onClick={form.submit} busy={form.busy} disabled={busy}>
          This is the same tablet: link it again
        </Button>
      </Notice>
      <FailureNotice failure={form.failure} onRetry={form.submit} />
    </>
  );
}
