// The form that adds a user.
import { useState } from 'react';
import { createUser } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../../ui/admin/form-buttons.tsx';
import { useForm } from '../../../ui/admin/use-form.ts';
import { FormStack } from '../../../ui/form-layout.tsx';
import { outcomeOfSave, type UserOutcome } from '../user-outcome.ts';
import { EmailHolderNotice } from './email-holder-notice.tsx';
import { NewWays } from './new-ways.tsx';
import { useEmailHolder } from './use-email-holder.ts';
import { AboutFields, IdentityFields, type UserChoices } from './user-fields.tsx';
import { blankUser, checkUser, newUserOf, type UserValues } from './user-values.ts';

export interface AddUserFormProps {
  choices: UserChoices;
  onDone: (outcome: UserOutcome) => void;
  onCancel: () => void;
}

async function addUser(values: UserValues): Promise<UserOutcome> {
  const input = { body: newUserOf(values) };
  const { shownOnce, ...user } = await withStepUp(() => callSignedIn(createUser, input));
  return outcomeOfSave(null, user, shownOnce);
}

/** Staff, unless another role is chosen. */
export function AddUserForm({ choices, onDone, onCancel }: AddUserFormProps) {
  const { roles, pinLength } = choices;
  const [initial] = useState(() => {
    const staff =
      roles.find(({ builtIn }) => builtIn === 'staff') ?? roles.find(({ grantable }) => grantable);
    return blankUser(staff?.id ?? '');
  });
  const form = useForm({
    initial,
    check: (values) => checkUser(values, null, pinLength),
    send: async (values) => onDone(await noteHolder(() => addUser(values))),
  });
  const { holder, noteHolder } = useEmailHolder(form.values.email);
  return (
    <form {...form.props}>
      <FormStack>
        <IdentityFields form={form} user={null} roles={roles} />
        <NewWays
          form={form}
          choices={choices}
          emailNotice={holder && <EmailHolderNotice holder={holder} onFreed={form.submit} />}
        />
        <AboutFields form={form} choices={choices} />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <div className="fk-dialog-foot">
          <FormButtons verb="Create" busy={form.busy} onCancel={onCancel} />
        </div>
      </FormStack>
    </form>
  );
}
