// "Delete": asks which role the users of a role get instead, then deletes it.
import { useState } from 'react';
import { deleteRole, type Role } from '../../../contract/endpoints/roles.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { isProblem } from '../../tablet/api.ts';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { FormStack } from '../../ui/form-layout.tsx';
import { sayUsers } from '../say-count.ts';
import { rolesQuery } from '../users/user-queries.ts';

export interface DeleteRoleButtonProps {
  role: Role;
  roles: readonly Role[];
  onDone: (moved: number) => void;
}

/** The choice is asked for only when users have the role. */
export function DeleteRoleButton({ role, roles, onDone }: DeleteRoleButtonProps) {
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState(false);
  const isInUse = role.userCount > 0 || found;
  const form = useForm({
    initial: { moveTo: '' },
    check({ moveTo }): Record<string, string> {
      return isInUse && moveTo === '' ? { moveTo: 'Choose their new role.' } : {};
    },
    async send({ moveTo }) {
      const body = moveTo === '' ? {} : { moveTo };
      const input = { params: { roleId: role.id }, body };
      try {
        const { moved } = await withStepUp(() => callSignedIn(deleteRole, input));
        onDone(moved);
      } catch (failure) {
        // Somebody got it meanwhile.
        if (isProblem(failure, 'role_in_use')) {
          setFound(true);
          void queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey });
        }
        throw failure;
      }
    },
  });
  const options = roles
    .filter(({ id, grantable, builtIn }) => id !== role.id && grantable && builtIn !== 'owner')
    .map(({ id, name, forPartners }) => ({
      id,
      label: name,
      detail: forPartners ? 'Also for partner users' : undefined,
    }));
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={`Delete the role “${role.name}”?`}
        confirmLabel="Delete"
        busy={form.busy}
        failure={form.failure}
        onConfirm={form.submit}
        onCancel={() => {
          form.forgive();
          setAsking(false);
        }}
      >
        {isInUse ? (
          <FormStack>
            {role.userCount > 0 && (
              <p>
                {sayUsers(role.userCount)} {role.userCount === 1 ? 'has' : 'have'} this role.
              </p>
            )}
            <Select
              label="Their new role"
              options={options}
              value={form.values.moveTo || null}
              onChange={(moveTo) => form.set({ moveTo })}
              error={form.errors.moveTo}
              hint="It applies immediately, also on devices."
            />
          </FormStack>
        ) : (
          <p>Nobody has it. This can’t be undone.</p>
        )}
      </ConfirmDialog>
    </>
  );
}
