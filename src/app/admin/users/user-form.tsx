// The form that adds a person or changes one.
import { useEffect, useState } from 'react';
import type { Role } from '../../../contract/endpoints/organization.ts';
import { createUser, getUser, type User, updateUser } from '../../../contract/endpoints/users.ts';
import { isProblem } from '../../api.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withFreshPassword } from '../../auth/fresh-password.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { FormActions, FormStack } from '../../ui/form-layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SuspendButton } from './suspend-button.tsx';
import { UserFields } from './user-fields.tsx';
import {
  blankUser,
  changeOf,
  checkUser,
  newUserOf,
  rebaseValues,
  type UserValues,
  valuesOf,
} from './user-values.ts';

export interface UserFormProps {
  /** `null` for a new person. */
  user: User | null;
  roles: readonly Role[];
  pinLength: number;
  /** Whether this is the one who is signed in. */
  isSelf: boolean;
  onTyped: (typed: boolean) => void;
  onBusy: (busy: boolean) => void;
  /** With the person as they are now; `null`: there was nothing to save. */
  onDone: (user: User | null) => void;
  onSuspended: (user: User) => void;
  onCancel: () => void;
}

async function saveUser(user: User | null, values: UserValues): Promise<User | null> {
  if (!user) return withFreshPassword(() => callSignedIn(createUser, { body: newUserOf(values) }));
  const change = changeOf(values, user);
  if (Object.keys(change).length === 0) return null;
  const input = { params: { userId: user.id }, body: { revision: user.revision, ...change } };
  return withFreshPassword(() => callSignedIn(updateUser, input));
}

/** Keeps what is typed whatever the server answers, and takes over what somebody else saved meanwhile. */
export function UserForm(props: UserFormProps) {
  const { roles, pinLength, isSelf, onTyped, onBusy, onDone, onSuspended, onCancel } = props;
  const [user, setUser] = useState(props.user);
  const [reloaded, setReloaded] = useState(false);
  const staff = roles.find(({ builtIn }) => builtIn === 'staff') ?? roles.find(({ grantable }) => grantable);
  const [initial] = useState(() => (user ? valuesOf(user) : blankUser(staff?.id ?? '')));
  const form = useForm({
    initial,
    check: (values) => checkUser(values, user, pinLength),
    send: async (values) => onDone(await saveUser(user, values)),
  });
  const start = user ? valuesOf(user) : initial;
  const typed = JSON.stringify(form.values) !== JSON.stringify(start);
  useEffect(() => onTyped(typed), [typed, onTyped]);
  useEffect(() => onBusy(form.busy), [form.busy, onBusy]);

  const takeOver = (now: User) => {
    if (user) form.set(rebaseValues(form.values, user, now));
    setUser(now);
    form.forgive();
  };
  const reload = async (before: User) => {
    takeOver(await callSignedIn(getUser, { params: { userId: before.id } }));
    setReloaded(true);
  };
  const isOutdated = user !== null && isProblem(form.failure, 'changed_meanwhile');
  return (
    <form {...form.props}>
      <FormStack>
        <UserFields form={form} user={user} roles={roles} pinLength={pinLength} />
        {reloaded && !form.failure && (
          <Notice tone="info" title="This is the newest version of the person">
            What you typed is kept. Check it and save again.
          </Notice>
        )}
        {isOutdated ? (
          <Notice
            tone="error"
            title="Somebody else changed this person meanwhile"
            action={<Button onClick={() => void reload(user).catch(form.fail)}>Load the newest</Button>}
          >
            Load the newest version and save again; what you typed is kept.
          </Notice>
        ) : (
          <FailureNotice failure={form.failure} onRetry={form.submit} />
        )}
        <div className="fk-user-actions">
          <div>
            {user && !isSelf && (
              <SuspendButton
                user={user}
                onDone={(now) => {
                  takeOver(now);
                  onSuspended(now);
                }}
              />
            )}
          </div>
          <FormActions>
            <Button onClick={onCancel} disabled={form.busy}>
              Cancel
            </Button>
            <Button variant="primary" type="submit" busy={form.busy}>
              {user ? 'Save' : 'Create'}
            </Button>
          </FormActions>
        </div>
      </FormStack>
    </form>
  );
}
