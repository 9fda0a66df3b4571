// The dialog around the forms of a person; it asks before typed words are thrown away.
import { useState } from 'react';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Progress } from '../../ui/spinner.tsx';
import { AddUserForm } from './add-user-form.tsx';
import { EditUserForm } from './edit-user-form.tsx';
import { useUserChoices } from './use-user-choices.ts';
import type { UserOutcome } from './user-outcome.ts';

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
  const [asking, setAsking] = useState(false);
  const close = () => (typed ? setAsking(true) : onClose());
  const done = (outcome: UserOutcome | null) => {
    if (outcome) onOutcome(outcome);
    onClose();
  };
  const acted = (outcome: UserOutcome) => {
    onOutcome(outcome);
    if (!typed) onClose();
  };
  const shared = { onTyped: setTyped, onBusy: setBusy, onDone: done, onCancel: close };
  return (
    <Dialog isOpen onClose={close} title={user ? 'Edit user' : 'Add user'} busy={busy}>
      {choices && user && (
        <EditUserForm {...shared} user={user} selfId={session.user.id} choices={choices} onActed={acted} />
      )}
      {choices && !user && <AddUserForm {...shared} choices={choices} />}
      {!choices &&
        (error ? <FailureNotice failure={error} onRetry={retry} /> : <Progress label="Loading…" />)}
      <ConfirmDialog
        isOpen={asking}
        title="Throw away what you typed?"
        confirmLabel="Throw away"
        cancelLabel="Keep editing"
        onConfirm={onClose}
        onCancel={() => setAsking(false)}
      >
        It was not saved yet.
      </ConfirmDialog>
    </Dialog>
  );
}
