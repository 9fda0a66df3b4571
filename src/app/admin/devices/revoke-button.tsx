// "Revoke": asks first, naming the device, then cuts it off.
import { useState } from 'react';
import { type Device, revokeDevice } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withFreshPassword } from '../../auth/fresh-password.ts';
import { queryClient } from '../../server-state.tsx';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { describeFailure } from '../../ui/admin/failure-notice.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { devicesQuery } from './device-queries.ts';

/** `isThis`: it is the browser that shows this, which is then wiped under the one who presses it. */
export function RevokeButton({ device, isThis }: { device: Device; isThis: boolean }) {
  const [asking, setAsking] = useState(false);
  const verb = isThis ? 'Revoke this device' : 'Revoke';
  const form = useForm({
    initial: {},
    async send() {
      await withFreshPassword(() => callSignedIn(revokeDevice, { params: { deviceId: device.id } }));
      setAsking(false);
      await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
    },
  });
  const told = form.failure ? describeFailure(form.failure) : null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{verb}</Button>
      <ConfirmDialog
        isOpen={asking}
        title={`Revoke “${device.name}”?`}
        confirmLabel={verb}
        busy={form.busy}
        error={told ? `${told.title}. ${told.text ?? ''}` : undefined}
        onConfirm={form.submit}
        onCancel={() => {
          form.forgive();
          setAsking(false);
        }}
      >
        {isThis ? (
          <p>
            This is the device in your hands. It leaves this screen at once and deletes everything that it
            holds. To use it again, authorize it anew.
          </p>
        ) : (
          <p>
            It leaves whatever it shows within a second and deletes everything that it holds. If it is
            switched off, it is refused and wiped when it comes back. This can’t be undone.
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
