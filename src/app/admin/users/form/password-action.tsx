// "Generate password": where the organization wants it, the system makes one that is changed at the first sign-in.
import { useState } from 'react';
import { generatePassword, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-layout.tsx';
import { MailWarning } from '../../organization/mail-warning.tsx';
import { sayPerson } from '../say-person.ts';
import type { UserOutcome } from '../user-outcome.ts';

export interface PasswordActionProps {
  user: User;
  onDone: (outcome: UserOutcome) => void;
}

async function makePassword(user: User, deliver: 'shown' | 'mailed'): Promise<UserOutcome> {
  const input = { params: { userId: user.id }, body: { deliver } };
  const { user: now, password } = await withStepUp(() => callSignedIn(generatePassword, input));
  if (password === null) return { users: [now], told: `Emailed a password to ${now.name}` };
  return { users: [now], told: `Generated a password for ${now.name}`, shownOnce: { user: now, password } };
}

function PasswordDialog({ user, onDone, onClose }: PasswordActionProps & { onClose: () => void }) {
  const work = useWork();
  const make = (deliver: 'shown' | 'mailed') =>
    work.run(async () => {
      const outcome = await makePassword(user, deliver);
      onClose();
      onDone(outcome);
    });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Generate a password for ${sayPerson(user)}`}
      width="narrow"
      busy={work.busy}
    >
      <p>
        The current password, passkeys and any open invitation stop working immediately. At the first sign-in
        with the new password, <bdi>{user.name}</bdi> chooses their own.
      </p>
      <MailWarning />
      <FailureNotice failure={work.failure} />
      <FormActions>
        <Button onClick={onClose} disabled={work.busy}>
          Cancel
        </Button>
        <Button onClick={() => make('mailed')} disabled={work.busy}>
          Email it
        </Button>
        <Button variant="primary" onClick={() => make('shown')} busy={work.busy}>
          Show it
        </Button>
      </FormActions>
    </Dialog>
  );
}

/** Asks whether it is shown once or mailed. */
export function PasswordAction({ user, onDone }: PasswordActionProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Generate password
      </Button>
      {asking && <PasswordDialog user={user} onDone={onDone} onClose={() => setAsking(false)} />}
    </>
  );
}
