// The dialog around the forms of a person.
import { useState } from 'react';
import type { Session } from '../../../../contract/endpoints/session.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { FormDialog } from '../../../ui/admin/form-dialog.tsx';
import { Progress } from '../../../ui/spinner.tsx';
import { useUserChoices } from '../use-user-choices.ts';
import type { UserOutcome } from '../user-outcome.ts';
import { AddUserForm } from './add-user-form.tsx';
import { EditUserForm } from './edit-user-form.tsx';

export interface UserDialogProps {
  session: Session;
  /** Whom to change; `null` for a new person. */
  user: User | null;
  onOutcome: (outcome: UserOutcome) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function UserDialog({ session, user, onOutcome, onClose }: UserDialogProps) {
  const { choices, error, retry } = useUserChoices(session);
  const [typed, setTyped] = useState(false);
  const [busy, setBusy] = useState(false);
  const done = (outcome: UserOutcome | null) => {
    if (outcome) onOutcome(outcome);
    onClose();
  };
  const acted = (outcome: UserOutcome) => {
    onOutcome(outcome);
    if (!typed) onClose();
  };
  const shared = { onTyped: setTyped, onBusy: setBusy, onDone: done };
  return (
    <FormDialog title={user ? 'Edit user' : 'Add user'} typed={typed} busy={busy} onClose={onClose}>
      {(close) => {
        if (!choices)
          return error ? <FailureNotice failure={error} onRetry={retry} /> : <Progress label="Loading…" />;
        const form = { ...shared, choices, onCancel: close };
        if (!user) return <AddUserForm {...form} />;
        return <EditUserForm {...form} user={user} selfId={session.user.id} onActed={acted} />;
      }}
    </FormDialog>
  );
}
