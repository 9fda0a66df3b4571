// Asks before a device is cut off: what it will do, and who will be asked for a new PIN.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Device, previewRevocation, revokeDevice } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { wipeThisDevice } from '../../tablet/start-device.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormStack } from '../../ui/form-layout.tsx';
import { sayUsers } from '../say-count.ts';
import { devicesQuery } from './device-queries.ts';

const saysThis =
  'This is the device in your hands. It locks immediately and deletes everything stored on it. To use it again, authorize it again.';
const saysOther =
  'It locks within a second and deletes everything stored on it. If it’s off or offline, it’s locked out now and wiped when it comes back. This can’t be undone.';

/** Of one that would not take the server's word for it. */
const saysUnwiped = 'It’s locked out at once, but can’t be wiped remotely. This can’t be undone.';

type Preview = { people: number; isWhole: boolean };

/** @param preview `undefined` while it is not known yet */
function sayWhoIsAsked(preview: Preview | undefined, keeps: boolean): string {
  if (preview?.isWhole && preview.people === 0)
    return 'Nobody could sign in offline on it, so nobody is asked for a new PIN.';
  const who = preview?.isWhole
    ? `${sayUsers(preview.people)} could sign in offline on it and`
    : preview
      ? `Those who could sign in offline on it (${sayUsers(preview.people)} of your units, and maybe others)`
      : 'Those who could sign in offline on it';
  return keeps
    ? `${who} will not be asked for a new PIN.`
    : `${who} will be asked for a new PIN at the next sign-in.`;
}

export interface RevokeDialogProps {
  device: Device;
  isThis: boolean;
  /** The verb on the button. */
  verb: string;
  onClose: () => void;
}

/** Is open for as long as it stands. The button works before it is known how many users are asked: a revocation is urgent. */
export function RevokeDialog({ device, isThis, verb, onClose }: RevokeDialogProps) {
  const params = { deviceId: device.id };
  const [keeps, setKeeps] = useState(false);
  const { data } = useQuery({
    queryKey: [...devicesQuery.queryKey, device.id, 'revocation'],
    queryFn: ({ signal }) => callSignedIn(previewRevocation, { params }, { signal }),
    staleTime: 0,
  });
  const form = useForm({
    initial: { keepPins: '' },
    check: ({ keepPins }) => {
      const errors: Record<string, string> = {};
      if (keeps && keepPins.trim() === '') errors.keepPins = 'Enter why they can keep their PINs.';
      return errors;
    },
    async send({ keepPins }) {
      const body = keeps ? { keepPins: keepPins.trim() } : {};
      await withStepUp(() => callSignedIn(revokeDevice, { params, body }));
      // Whoever did that here needs no proof from the server.
      if (isThis) return wipeThisDevice();
      onClose();
      await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      title={`Revoke “${device.name}”?`}
      confirmLabel={verb}
      busy={form.busy}
      failure={form.failure}
      onConfirm={form.submit}
      onCancel={onClose}
    >
      <form {...form.props}>
        <FormStack>
          <p>{isThis ? saysThis : device.remoteWipe === 'works' ? saysOther : saysUnwiped}</p>
          <p role="status">{sayWhoIsAsked(data, keeps)}</p>
          {!(data?.isWhole && data.people === 0) && (
            <Checkbox isSelected={keeps} onChange={setKeeps}>
              Keep their PINs
            </Checkbox>
          )}
          {keeps && (
            <Field
              label="Reason"
              hint="Such as “It broke and never left the shop”. Recorded in the audit trail."
              autoComplete="off"
              maxLength={200}
              required
              {...form.field('keepPins')}
            />
          )}
        </FormStack>
      </form>
    </ConfirmDialog>
  );
}
