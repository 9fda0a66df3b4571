// The form that creates a role or changes one.
import type { ReactNode } from 'react';
import { createRole, type Role, updateRole } from '../../../contract/endpoints/roles.ts';
import type { Permission } from '../../../contract/permissions.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withStepUp } from '../../auth/step-up.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import { useForm } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormStack } from '../../ui/form-layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PartnerHint, PermissionList } from './permission-list.tsx';
import { bodyOf, checkRole, type RoleValues } from './role-values.ts';

export interface RoleFormProps {
  /** `null` for a new role. */
  role: Role | null;
  initial: RoleValues;
  /** What the one who is signed in holds. */
  held: readonly Permission[];
  onDone: (role: Role) => void;
  onCancel: () => void;
  /** Beside the actions of the form. */
  children?: ReactNode;
}

/** Keeps what is typed whatever the server answers. */
export function RoleForm({ role, initial, held, onDone, onCancel, children }: RoleFormProps) {
  const first = useFirstFocus(role === null);
  const form = useForm({
    initial,
    check: checkRole,
    async send(values) {
      const body = bodyOf(values);
      const save = () =>
        role
          ? callSignedIn(updateRole, {
              params: { roleId: role.id },
              body: { revision: role.revision, ...body },
            })
          : callSignedIn(createRole, { body });
      onDone(await withStepUp(save));
    },
  });
  const chosen = form.values.permissions;
  return (
    <form {...form.props}>
      <FormStack>
        <Field label="Name" autoComplete="off" required ref={first} {...form.field('name')} />
        <PermissionList
          chosen={chosen}
          held={held}
          disabled={form.busy}
          onChange={(permissions) => form.set({ permissions })}
        />
        <PartnerHint chosen={chosen} />
        {form.errors.permissions && <Notice tone="error" title={form.errors.permissions} />}
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <div className="fk-dialog-foot fk-role-actions">
          <div>{children}</div>
          <FormButtons verb={role ? 'Save' : 'Create'} busy={form.busy} onCancel={onCancel} />
        </div>
      </FormStack>
    </form>
  );
}
