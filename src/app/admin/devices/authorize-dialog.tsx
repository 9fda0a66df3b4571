// The dialog that makes this browser an authorized device, or links one again.
import { useQuery } from '@tanstack/react-query';
import { authorizeDevice, type Device } from '../../../contract/endpoints/devices.ts';
import { fold } from '../../../contract/fields.ts';
import type { DeviceWish } from '../../../device/pairing/authorize-device.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { authorizeThisDevice } from '../../tablet/start-device.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { FormStack } from '../../ui/form-layout.tsx';
import { bodyOfPlace, DeviceFields, useFirstPlace } from './device-fields.tsx';
import { devicesQuery } from './device-queries.ts';
import { RelinkOffer } from './relink-offer.tsx';
import { UnsentNotice } from './unsent-notice.tsx';

export interface AuthorizeDialogProps {
  /** Whether units are open to the one who is signed in. */
  withUnits: boolean;
  /** `kept`: the browser promised to keep its storage. */
  onDone: (done: { kept: boolean }) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function AuthorizeDialog({ withUnits, onDone, onClose }: AuthorizeDialogProps) {
  const { first, isKnown } = useFirstPlace(withUnits);
  const { data: devices } = useQuery(devicesQuery);
  const authorize = async (wish: DeviceWish) => {
    await withStepUp(() => authorizeThisDevice(wish));
    // WebKitGTK has no `storage`.
    const kept = (await navigator.storage?.persisted().catch(() => false)) ?? false;
    void queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
    onDone({ kept });
  };
  const { deviceId, deviceName } = useDeviceState.getState();
  const form = useForm({
    // Of a tablet that is linked again.
    initial: { name: deviceName, unitId: '' },
    check: ({ name }) => checkBody(authorizeDevice.body, { name }),
    async send({ name, unitId }) {
      if (relinksThis) await relink(relinksThis)();
      else await authorize({ name: name.trim(), ...bodyOfPlace(unitId || first) });
    },
  });
  const relink = (device: Device) => () => authorize({ name: device.name, replaces: device.id });
  const typed = fold(form.values.name.trim());
  const inForce = devices?.filter(({ revokedAt }) => revokedAt === null);
  const same =
    inForce?.find(({ id }) => id === deviceId) ?? inForce?.find(({ name }) => fold(name) === typed);
  /** This very tablet under its own name: nothing else can be meant. */
  const relinksThis = same && same.id === deviceId && fold(same.name) === typed ? same : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={deviceId ? 'Authorize again' : 'Authorize Device'}
      width="narrow"
      busy={form.busy}
    >
      <form {...form.props}>
        <FormStack>
          <p>
            This browser becomes a shared device of your organization: people sign in on it with their PIN.
          </p>
          <UnsentNotice />
          <DeviceFields
            form={form}
            place={form.values.unitId || first}
            withUnits={withUnits && !relinksThis}
            isNew
          >
            {same && (
              <RelinkOffer
                key={same.id}
                device={same}
                isThis={same.id === deviceId}
                busy={form.busy}
                relink={relinksThis ? null : relink(same)}
              />
            )}
          </DeviceFields>
          <FailureNotice failure={form.failure} onRetry={form.submit} />
          <FormButtons
            verb={relinksThis ? 'Authorize again' : 'Authorize'}
            disabled={!isKnown}
            busy={form.busy}
            onCancel={onClose}
          />
        </FormStack>
      </form>
    </Dialog>
  );
}
