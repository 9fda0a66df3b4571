// "Suspend" and "Bring back": asks first, then changes whether a person may come in at all.
import { useState } from 'react';
import { type User, updateUser } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withFreshPassword } from '../../auth/fresh-password.ts';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { describeFailure } from '../../ui/admin/failure-notice.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';

/** `onDone` gets the person as they are now. */
export function SuspendButton({ user, onDone }: { user: User; onDone: (user: User) => void }) {
  const [asking, setAsking] = useState(false);
  const isActive = user.state === 'active';
  const verb = isActive ? 'Suspend' : 'Bring back';
  const form = useForm({
    initial: {},
    async send() {
      const input = {
        params: { userId: user.id },
        body: { revision: user.revision, state: isActive ? 'suspended' : 'active' },
      } as const;
      onDone(await withFreshPassword(() => callSignedIn(updateUser, input)));
      setAsking(false);
    },
  });
  const told = form.failure ? describeFailure(form.failure) : null;
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        {verb}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={`${verb} ${user.name}?`}
        confirmLabel={verb}
        tone={isActive ? 'danger' : 'primary'}
        busy={form.busy}
        error={told ? `${told.title}. ${told.text ?? ''}` : undefined}
        onConfirm={form.submit}
        onCancel={() => {
          form.forgive();
          setAsking(false);
        }}
      >
        {isActive
          ? 'They are signed out everywhere within seconds and can’t sign in until you bring them back. Nothing of theirs is deleted.'
          : 'They can sign in again, with the PIN and the password that they had.'}
      </ConfirmDialog>
    </>
  );
}
