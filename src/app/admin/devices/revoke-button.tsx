// "Revoke": asks first, naming the device, then cuts it off.
import { useState } from 'react';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { Button } from '../../ui/button.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

/** `isThis`: it is the browser that shows this, which is then wiped under the one who presses it. */
export function RevokeButton({ device, isThis }: { device: Device; isThis: boolean }) {
  const [asking, setAsking] = useState(false);
  const verb = isThis ? 'Revoke this device' : 'Revoke';
  return (
    <>
      <Button aria-label={isThis ? verb : `Revoke ${device.name}`} onClick={() => setAsking(true)}>
        {verb}
      </Button>
      {asking && (
        <RevokeDialog device={device} isThis={isThis} verb={verb} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
