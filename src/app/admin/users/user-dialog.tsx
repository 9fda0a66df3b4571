// The dialog around the form of a person; it asks before typed words are thrown away.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { sessionQuery } from '../../auth/account-session.ts';
import { queryClient } from '../../server-state.tsx';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { Progress } from '../../ui/spinner.tsx';
import { organizationQuery } from '../organization/organization-query.ts';
import { UserForm } from './user-form.tsx';
import { rolesQuery } from './user-queries.ts';

export interface UserDialogProps {
  session: Session;
  /** Whom to change; `null` for a new person. */
  user: User | null;
  onClose: () => void;
}

/** Brings everything up to date that may show a person who was changed. */
function showChanged(user: User, session: Session): void {
  void queryClient.invalidateQueries({ queryKey: ['users'] });
  if (user.id === session.user.id) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

/** Is open for as long as it stands. */
export function UserDialog({ session, user, onClose }: UserDialogProps) {
  const roles = useQuery(rolesQuery);
  const organization = useQuery(organizationQuery);
  const [typed, setTyped] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const close = () => (typed ? setAsking(true) : onClose());
  const done = (saved: User | null) => {
    if (saved) {
      showChanged(saved, session);
      showToast({ tone: 'success', title: user ? `Saved ${saved.name}` : `Added ${saved.name}` });
    }
    onClose();
  };
  const suspended = (now: User) => {
    showChanged(now, session);
    const title = now.state === 'active' ? `${now.name} is back` : `Suspended ${now.name}`;
    showToast({ tone: 'success', title });
    if (!typed) onClose();
  };
  const retry = () => void Promise.all([roles.refetch(), organization.refetch()]);
  return (
    <Dialog isOpen onClose={close} title={user ? 'Edit user' : 'Add user'} busy={busy}>
      {roles.data && organization.data ? (
        <UserForm
          user={user}
          roles={roles.data}
          pinLength={organization.data.pinLength}
          isSelf={user?.id === session.user.id}
          onTyped={setTyped}
          onBusy={setBusy}
          onDone={done}
          onSuspended={suspended}
          onCancel={close}
        />
      ) : roles.error || organization.error ? (
        <FailureNotice failure={roles.error ?? organization.error} onRetry={retry} />
      ) : (
        <Progress label="Loading…" />
      )}
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
