// Explains why the one who is signed in can't change a user.
import type { Session } from '../../../../contract/endpoints/session.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-layout.tsx';

export interface NotEditableDialogProps {
  user: User;
  session: Session;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function NotEditableDialog({ user, session, onClose }: NotEditableDialogProps) {
  return (
    <Dialog isOpen onClose={onClose} title="You can’t change this user" width="narrow">
      <p>
        <bdi>{user.name}</bdi> has the role {user.role.name}, which can do more than your role,{' '}
        {session.role.name}. Ask somebody with a higher role.
      </p>
      <FormActions>
        <Button variant="primary" onClick={onClose}>
          OK
        </Button>
      </FormActions>
    </Dialog>
  );
}
