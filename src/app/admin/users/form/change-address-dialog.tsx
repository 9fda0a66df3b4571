// The dialog that gives somebody who holds an address another one.
import { getUser, type User, updateUser } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { checkBody } from '../../../ui/admin/check-body.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../../ui/admin/form-buttons.tsx';
import { useFirstFocus } from '../../../ui/admin/use-first-focus.ts';
import { useForm } from '../../../ui/admin/use-form.ts';
import { Field } from '../../../ui/field.tsx';
import { FormStack } from '../../../ui/form-layout.tsx';
import { Newest } from '../../newest.tsx';

interface AddressFormProps {
  user: User;
  onDone: (user: User) => void;
  onCancel: () => void;
}

function AddressForm({ user, onDone, onCancel }: AddressFormProps) {
  const first = useFirstFocus();
  const form = useForm({
    initial: { email: user.email ?? '' },
    check: ({ email }) =>
      email.trim() === user.email
        ? { email: `This is ${user.name}’s current address. Enter a different one.` }
        : checkBody(updateUser.body, { revision: user.revision, email }),
    async send({ email }) {
      const input = { params: { userId: user.id }, body: { revision: user.revision, email } };
      onDone(await withStepUp(() => callSignedIn(updateUser, input)));
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <Field
          label="Email address"
          type="email"
          autoComplete="off"
          autoCapitalize="none"
          ref={first}
          hint={
            user.hasPassword
              ? 'They’re signed out everywhere and sign in with the new address from now on.'
              : 'We’ll send an invitation to the new address. The old link stops working.'
          }
          {...form.field('email')}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormButtons verb="Save" busy={form.busy} onCancel={onCancel} />
      </FormStack>
    </form>
  );
}

export interface ChangeAddressDialogProps {
  userId: string;
  name: string;
  onDone: (user: User) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function ChangeAddressDialog({ userId, name, onDone, onClose }: ChangeAddressDialogProps) {
  return (
    <Dialog isOpen onClose={onClose} title={`Email address of ${name}`} width="narrow">
      <Newest of={['user', userId]} ask={() => callSignedIn(getUser, { params: { userId } })}>
        {(user) => <AddressForm user={user} onDone={onDone} onCancel={onClose} />}
      </Newest>
    </Dialog>
  );
}
