// The dialog that makes this browser an authorized device.
import { authorizeDevice } from '../../../contract/endpoints/devices.ts';
import { withFreshPassword } from '../../auth/fresh-password.ts';
import { queryClient } from '../../server-state.tsx';
import { authorizeThisDevice } from '../../start-device.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormActions, FormStack } from '../../ui/form-layout.tsx';
import { devicesQuery } from './device-queries.ts';

export interface AuthorizeDialogProps {
  /** `kept`: the browser promised to keep its storage. */
  onDone: (done: { kept: boolean }) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function AuthorizeDialog({ onDone, onClose }: AuthorizeDialogProps) {
  const field = useFirstFocus();
  const form = useForm({
    initial: { name: '' },
    check: (body) => checkBody(authorizeDevice.body, body),
    async send({ name }) {
      await withFreshPassword(() => authorizeThisDevice(name.trim()));
      // WebKitGTK has no `storage`.
      const kept = (await navigator.storage?.persisted().catch(() => false)) ?? false;
      void queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
      onDone({ kept });
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title="Authorize Device" width="narrow" busy={form.busy}>
      <form {...form.props}>
        <FormStack>
          <p>
            This browser becomes a shared tablet of your organization: people sign in on it with their PIN.
          </p>
          <Field
            label="Device name"
            hint="As people call it, such as “Front desk” or “Packing line 2”."
            autoComplete="off"
            required
            ref={field}
            {...form.field('name')}
          />
          <FailureNotice failure={form.failure} onRetry={form.submit} />
          <FormActions>
            <Button onClick={onClose} disabled={form.busy}>
              Cancel
            </Button>
            <Button variant="primary" type="submit" busy={form.busy}>
              Authorize
            </Button>
          </FormActions>
        </FormStack>
      </form>
    </Dialog>
  );
}
