// "Edit": renames a device, and puts it into another unit.
import { useState } from 'react';
import { type Device, updateDevice } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { FormDialog } from '../../ui/admin/form-dialog.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { FormStack } from '../../ui/form-layout.tsx';
import { askAnew, findIn, Newest } from '../newest.tsx';
import { noUnit } from '../units/unit-nodes.ts';
import { bodyOfPlace, DeviceFields } from './device-fields.tsx';
import { devicesQuery } from './device-queries.ts';

interface EditDeviceProps {
  device: Device;
  /** Whether units are open to the one who is signed in. */
  withUnits: boolean;
}

interface EditDeviceFormProps extends EditDeviceProps {
  onDone: () => void;
  onCancel: () => void;
}

function EditDeviceForm({ device, withUnits, onDone, onCancel }: EditDeviceFormProps) {
  const form = useForm({
    initial: { name: device.name, unitId: device.unit?.id ?? noUnit },
    check: ({ name }) => checkBody(updateDevice.body, { name }),
    async send({ name, unitId }) {
      const unit = bodyOfPlace(withUnits ? unitId : null);
      const input = { params: { deviceId: device.id }, body: { name, ...unit } };
      const saved = await withStepUp(() => callSignedIn(updateDevice, input));
      void queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
      void queryClient.invalidateQueries({ queryKey: ['units'] });
      showToast({ tone: 'success', title: `Saved “${saved.name}”` });
      onDone();
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <DeviceFields form={form} place={form.values.unitId} withUnits={withUnits} />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormButtons verb="Save" busy={form.busy} onCancel={onCancel} />
      </FormStack>
    </form>
  );
}

function EditDeviceDialog({ device, withUnits, onClose }: EditDeviceProps & { onClose: () => void }) {
  const ask = async () => findIn(await askAnew(devicesQuery), device);
  return (
    <FormDialog title="Edit device" width="narrow" onClose={onClose}>
      {(close) => (
        <Newest of={['device', device.id]} ask={ask}>
          {(newest) => (
            <EditDeviceForm device={newest} withUnits={withUnits} onDone={onClose} onCancel={close} />
          )}
        </Newest>
      )}
    </FormDialog>
  );
}

/** The tablet shows its new name, and takes its new users, within seconds. */
export function EditDeviceButton(props: EditDeviceProps) {
  const [editing, setEditing] = useState(false);
  return (
    <>
      <Button aria-label={`Edit ${props.device.name}`} onClick={() => setEditing(true)}>
        Edit
      </Button>
      {editing && <EditDeviceDialog {...props} onClose={() => setEditing(false)} />}
    </>
  );
}
