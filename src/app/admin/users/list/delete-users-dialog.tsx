// The question before users are deleted: who, what it means, and who can't be.
import { deleteUsers, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmDialog } from '../../../ui/admin/confirm-dialog.tsx';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-layout.tsx';
import { sayPerson } from '../say-person.ts';
import { nameSome } from './name-some.ts';

export interface DeleteUsersDialogProps {
  users: readonly User[];
  /** Who is signed in: nobody deletes themselves. */
  selfId: string;
  onDone: (deleted: readonly User[]) => void;
  onClose: () => void;
}

/** Why somebody is not deleted, and what has to be done before. */
function sayKept({ id, isOwner, editable }: User, selfId: string): string {
  if (!isOwner) return id === selfId ? 'is you, so you can’t delete it.' : 'can’t be deleted.';
  const way =
    id === selfId
      ? 'That’s you: transfer the ownership first, then somebody else can delete you.'
      : `${editable ? 'Give them' : 'An owner must give them'} another role first.`;
  return `owns the organization and can’t be deleted. ${way}`;
}

function Kept({ users, selfId }: { users: readonly User[]; selfId: string }) {
  return users.map((user) => (
    <p key={user.id}>
      <bdi>{sayPerson(user)}</bdi> {sayKept(user, selfId)}
    </p>
  ));
}

/** Is open for as long as it stands. */
export function DeleteUsersDialog({ users, selfId, onDone, onClose }: DeleteUsersDialogProps) {
  const wanted = users.filter(({ id, isOwner }) => !isOwner && id !== selfId);
  const kept = users.filter((user) => !wanted.includes(user));
  const [first] = wanted;
  const work = useWork();
  const confirm = () =>
    work.run(async () => {
      const body = { userIds: wanted.map(({ id }) => id) };
      await withStepUp(() => callSignedIn(deleteUsers, { body }));
      onDone(wanted);
    });
  if (!first) {
    return (
      <Dialog isOpen onClose={onClose} title="No users can be deleted" width="narrow">
        <Kept users={kept} selfId={selfId} />
        <FormActions>
          <Button variant="primary" onClick={onClose}>
            OK
          </Button>
        </FormActions>
      </Dialog>
    );
  }
  const one = wanted.length === 1;
  return (
    <ConfirmDialog
      isOpen
      title={one ? `Delete ${sayPerson(first)}?` : `Delete ${wanted.length} users?`}
      confirmLabel="Delete"
      busy={work.busy}
      failure={work.failure}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <div className="fk-stack">
        {!one && <p className="fk-delete-names">{nameSome(wanted.map(sayPerson))}</p>}
        <p>
          {one ? 'The user is' : 'They are'} signed out everywhere and can’t sign in again. Email address,
          phone number, PIN and password are erased. {one ? 'The name stays' : 'Their names stay'} in the
          audit trail. This can’t be undone.
        </p>
        <Kept users={kept} selfId={selfId} />
      </div>
    </ConfirmDialog>
  );
}
