// The dialog of a role: its permissions to look at, to change, or to start a new role from.
import { useState } from 'react';
import type { Role } from '../../../contract/endpoints/roles.ts';
import type { Permission } from '../../../contract/permissions.ts';
import { FormDialog } from '../../ui/admin/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { FormActions, FormStack } from '../../ui/form-layout.tsx';
import { askAnew, findIn, Newest } from '../newest.tsx';
import { rolesQuery } from '../users/user-queries.ts';
import { DeleteRoleButton } from './delete-role-button.tsx';
import { PermissionList } from './permission-list.tsx';
import { RoleForm } from './role-form.tsx';
import { valuesOf } from './role-values.ts';

export interface RoleDialogProps {
  /** What is opened; `null` for a new role from nothing. */
  role: Role | null;
  /** A new role begins with the permissions of `role`. */
  isCopy: boolean;
  held: readonly Permission[];
  /** The role of the one who is signed in. */
  ownRoleId: string;
  canManage: boolean;
  /** Whether the one who is signed in reaches some units alone. */
  limitedToUnits: boolean;
  onCopy: (role: Role) => void;
  onSaved: (role: Role) => void;
  onDeleted: (role: Role, moved: number) => void;
  onClose: () => void;
}

/** Why a role can only be looked at. */
function explainFixed(
  { builtIn, id }: Role,
  {
    ownRoleId,
    canManage,
    limitedToUnits,
  }: Pick<RoleDialogProps, 'ownRoleId' | 'canManage' | 'limitedToUnits'>,
): string {
  if (!canManage) return 'You can view roles, but not change them.';
  if (limitedToUnits)
    return 'Roles apply to the whole organization, but you’re limited to units. Ask somebody who isn’t.';
  if (builtIn) return 'Built-in roles can’t be changed. Copy it and change the copy.';
  if (id === ownRoleId) return 'You can’t change your own role. Ask somebody else who manages roles.';
  return 'This role can do as much as yours or more. Ask somebody with a higher role.';
}

function FixedRole({ role, ...props }: RoleDialogProps & { role: Role }) {
  const { canManage, limitedToUnits, held, onCopy, onClose } = props;
  return (
    <FormStack>
      <p>{explainFixed(role, props)}</p>
      <PermissionList chosen={role.permissions} held={held} disabled={false} />
      <FormActions>
        {canManage && !limitedToUnits && <Button onClick={() => onCopy(role)}>Copy</Button>}
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </FormActions>
    </FormStack>
  );
}

function RoleContent(props: RoleDialogProps & { roles: readonly Role[]; onCancel: () => void }) {
  const { role, isCopy, roles, held, onCopy, onSaved, onDeleted, onCancel } = props;
  const isNew = role === null || isCopy;
  const [initial] = useState(() => valuesOf(role, held, isCopy));
  if (role !== null && !isCopy && !role.editable) return <FixedRole {...props} role={role} />;
  return (
    <RoleForm role={isNew ? null : role} initial={initial} held={held} onDone={onSaved} onCancel={onCancel}>
      {!isNew && (
        <>
          <DeleteRoleButton role={role} roles={roles} onDone={(moved) => onDeleted(role, moved)} />
          <Button variant="quiet" onClick={() => onCopy(role)}>
            Copy
          </Button>
        </>
      )}
    </RoleForm>
  );
}

/** Is open for as long as it stands. */
export function RoleDialog(props: RoleDialogProps) {
  const { role, isCopy, onClose } = props;
  const ask = async () => {
    const roles = await askAnew(rolesQuery);
    return { roles, role: role && findIn(roles, role) };
  };
  return (
    <FormDialog title={role && !isCopy ? role.name : 'Create role'} onClose={onClose}>
      {(close) => (
        <Newest of={['role', role?.id ?? 'new']} ask={ask}>
          {(newest) => <RoleContent {...props} {...newest} onCancel={close} />}
        </Newest>
      )}
    </FormDialog>
  );
}
