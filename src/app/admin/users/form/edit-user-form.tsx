// The form that changes a user, with the actions that work at once below it.
import { useState } from 'react';
import { getUser, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { isProblem } from '../../../tablet/api.ts';
import { ConfirmDialog } from '../../../ui/admin/confirm-dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../../ui/admin/form-buttons.tsx';
import { useForm } from '../../../ui/admin/use-form.ts';
import { Button } from '../../../ui/button.tsx';
import { FormStack } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayPerson } from '../say-person.ts';
import { outcomeOfSave, type UserOutcome } from '../user-outcome.ts';
import { EmailHolderNotice } from './email-holder-notice.tsx';
import { saveUser } from './save-user.ts';
import { useEmailHolder } from './use-email-holder.ts';
import { useLastWay } from './use-last-way.ts';
import { UserActions } from './user-actions.tsx';
import { AboutFields, IdentityFields, type UserChoices } from './user-fields.tsx';
import { checkUser, rebaseValues, valuesOf } from './user-values.ts';
import { WaysSection } from './ways-section.tsx';

export interface EditUserFormProps {
  user: User;
  selfId: string;
  choices: UserChoices;
  /** Saved, or deleted; `null`: there was nothing to save. */
  onDone: (outcome: UserOutcome | null) => void;
  /** Something was done at once; what is typed is not saved by it. */
  onActed: (outcome: UserOutcome) => void;
  onCancel: () => void;
}

/** Keeps what is typed whatever the server answers, and takes over what somebody else saved meanwhile. */
export function EditUserForm(props: EditUserFormProps) {
  const { selfId, choices, onDone, onActed, onCancel } = props;
  const [user, setUser] = useState(props.user);
  const [reloaded, setReloaded] = useState(false);
  const lastWay = useLastWay();
  const form = useForm({
    initial: valuesOf(user),
    check: (values) => checkUser(values, user, choices.pinLength),
    async send(values) {
      const now = await noteHolder(() => saveUser(user, values, lastWay.ask));
      onDone(now && outcomeOfSave(user, now));
    },
  });
  const { holder, noteHolder } = useEmailHolder(form.values.email);

  const takeOver = (now: User) => {
    form.set(rebaseValues(form.values, user, now));
    setUser(now);
    form.forgive();
  };
  const reload = async () => {
    takeOver(await callSignedIn(getUser, { params: { userId: user.id } }));
    setReloaded(true);
  };
  const acted = (outcome: UserOutcome) => {
    for (const now of outcome.users) takeOver(now);
    onActed(outcome);
  };
  return (
    <form {...form.props}>
      <FormStack>
        <IdentityFields form={form} user={user} roles={choices.roles} />
        <AboutFields form={form} choices={choices} />
        <WaysSection
          form={form}
          user={user}
          isSelf={user.id === selfId}
          pinLength={choices.pinLength}
          emailNotice={holder && <EmailHolderNotice holder={holder} onFreed={form.submit} />}
        />
        {reloaded && !form.failure && (
          <Notice tone="info" title="Newest version loaded">
            What you typed is kept. Check it and save again.
          </Notice>
        )}
        {isProblem(form.failure, 'changed_meanwhile') ? (
          <Notice
            tone="error"
            title="Somebody else changed this user"
            action={<Button onClick={() => void reload().catch(form.fail)}>Load the newest</Button>}
          >
            Load the newest version and save again. What you typed is kept.
          </Notice>
        ) : (
          <FailureNotice failure={form.failure} onRetry={form.submit} />
        )}
        <UserActions user={user} selfId={selfId} choices={choices} onDone={acted} onDeleted={onDone} />
        <div className="fk-dialog-foot">
          <FormButtons verb="Save" busy={form.busy} onCancel={onCancel} />
        </div>
      </FormStack>
      <ConfirmDialog
        isOpen={lastWay.isAsked}
        title={`${sayPerson(user)} won’t be able to sign in`}
        confirmLabel="Save anyway"
        onConfirm={lastWay.agree}
        onCancel={lastWay.refuse}
      >
        This removes their last way to sign in. They stay in the list: give them a PIN or an email address
        later, and they can sign in again.
      </ConfirmDialog>
    </form>
  );
}
