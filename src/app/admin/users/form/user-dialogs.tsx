// Whatever dialog is open over the list of users.
import type { Session } from '../../../../contract/endpoints/session.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { DeleteUsersDialog } from '../list/delete-users-dialog.tsx';
import { GivePinsDialog } from '../pin-cards/give-pins-dialog.tsx';
import type { ShownOnce, UserOutcome } from '../user-outcome.ts';
import { NotEditableDialog } from './not-editable-dialog.tsx';
import { UserDialog } from './user-dialog.tsx';

/** What was asked for on the list. */
export type UserTask =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit'; readonly user: User }
  | { readonly kind: 'delete'; readonly users: readonly User[] }
  | { readonly kind: 'print'; readonly users: readonly User[] };

export interface UserDialogsProps {
  session: Session;
  task: UserTask | null;
  onOutcome: (outcome: UserOutcome) => void;
  onCards: (cards: readonly ShownOnce[]) => void;
  onClose: () => void;
}

/** Shows nothing while nothing is asked for. */
export function UserDialogs({ session, task, onOutcome, onCards, onClose }: UserDialogsProps) {
  switch (task?.kind) {
    case 'add':
      return <UserDialog session={session} user={null} onOutcome={onOutcome} onClose={onClose} />;
    case 'edit': {
      const { user } = task;
      if (!user.editable) return <NotEditableDialog user={user} session={session} onClose={onClose} />;
      return (
        <UserDialog key={user.id} session={session} user={user} onOutcome={onOutcome} onClose={onClose} />
      );
    }
    case 'delete':
      return (
        <DeleteUsersDialog
          users={task.users}
          selfId={session.user.id}
          onDone={(users) => {
            const [first] = users;
            const told =
              users.length === 1 && first ? `Deleted ${first.name}` : `Deleted ${users.length} users`;
            onOutcome({ users, told });
            onClose();
          }}
          onClose={onClose}
        />
      );
    case 'print':
      return <GivePinsDialog users={task.users} onCards={onCards} onClose={onClose} />;
    default:
      return null;
  }
}
