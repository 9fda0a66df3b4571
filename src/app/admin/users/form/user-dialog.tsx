// The dialog around the forms of a user.
import type { Session } from '../../../../contract/endpoints/session.ts';
import { getUser, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { FormDialog } from '../../../ui/admin/form-dialog.tsx';
import { Progress } from '../../../ui/spinner.tsx';
import { Newest } from '../../newest.tsx';
import { useUserChoices } from '../use-user-choices.ts';
import type { UserOutcome } from '../user-outcome.ts';
import { AddUserForm } from './add-user-form.tsx';
import { EditUserForm } from './edit-user-form.tsx';

export interface UserDialogProps {
  session: Session;
  /** Whom to change; `null` for a new user. */
  user: User | null;
  onOutcome: (outcome: UserOutcome) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function UserDialog({ session, user, onOutcome, onClose }: UserDialogProps) {
  const { choices, error, retry } = useUserChoices(session);
  const done = (outcome: UserOutcome | null) => {
    if (outcome) onOutcome(outcome);
    onClose();
  };
  return (
    <FormDialog title={user ? 'Edit user' : 'Add user'} onClose={onClose}>
      {(close, { isTyped }) => {
        if (!choices)
          return error ? <FailureNotice failure={error} onRetry={retry} /> : <Progress label="Loading…" />;
        const form = { choices, onDone: done, onCancel: close };
        if (!user) return <AddUserForm {...form} />;
        const acted = (outcome: UserOutcome) => {
          onOutcome(outcome);
          if (!isTyped) onClose();
        };
        const ask = () => callSignedIn(getUser, { params: { userId: user.id } });
        return (
          <Newest of={['user', user.id]} ask={ask}>
            {(newest) => <EditUserForm {...form} user={newest} selfId={session.user.id} onActed={acted} />}
          </Newest>
        );
      }}
    </FormDialog>
  );
}
