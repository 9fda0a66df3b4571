// One passkey in the list of one's own: renamed by its pencil, removed after a question.
import { useId, useState } from 'react';
import { type Passkey, removePasskey, renamePasskey } from '../../contract/endpoints/passkeys.ts';
import { callSignedIn } from '../auth/account-session.ts';
import { ownPasskeysQuery } from '../auth/passkeys.ts';
import { queryClient } from '../auth/server-state.tsx';
import { withStepUp } from '../auth/step-up.ts';
import { isProblem } from '../tablet/api.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { ConfirmedAction } from '../ui/admin/confirmed-action.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { FormButtons } from '../ui/admin/form-buttons.tsx';
import { FormDialog } from '../ui/admin/form-dialog.tsx';
import { Ago, Moment } from '../ui/admin/moment.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { useForm } from '../ui/admin/use-form.ts';
import { Field } from '../ui/field.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { PencilIcon } from '../ui/icons.tsx';
import { OwnItem } from './own-item.tsx';

const renewList = () => queryClient.invalidateQueries({ queryKey: ownPasskeysQuery.queryKey });

interface RenameFormProps {
  passkey: Passkey;
  onDone: () => void;
  onCancel: () => void;
}

function RenameForm({ passkey, onDone, onCancel }: RenameFormProps) {
  const form = useForm({
    initial: { name: passkey.name },
    check: (body) => checkBody(renamePasskey.body, body),
    async send(body) {
      await callSignedIn(renamePasskey, { params: { passkeyId: passkey.id }, body });
      await renewList();
      onDone();
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <Field
          label="Name"
          hint="A name you’ll recognize, such as “My phone”."
          autoComplete="off"
          required
          {...form.field('name')}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormButtons verb="Save" busy={form.busy} onCancel={onCancel} />
      </FormStack>
    </form>
  );
}

function RenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  return (
    <FormDialog title="Rename the passkey" onClose={onClose}>
      {(close) => <RenameForm passkey={passkey} onDone={onClose} onCancel={close} />}
    </FormDialog>
  );
}

/** A passkey that is gone already is removed, which is all that was wanted. */
async function remove({ id, name }: Passkey): Promise<void> {
  try {
    await withStepUp(() => callSignedIn(removePasskey, { params: { passkeyId: id } }));
  } catch (error) {
    if (!isProblem(error, 'not_found')) throw error;
  }
  await renewList();
  showToast({ tone: 'success', title: 'Passkey removed', text: name });
}

export function PasskeyItem({ passkey }: { passkey: Passkey }) {
  const [renaming, setRenaming] = useState(false);
  const titleId = useId();
  const { name, createdAt, lastUsedAt } = passkey;
  return (
    <OwnItem
      titleId={titleId}
      title={name}
      facts={
        <>
          <span>
            Added <Moment at={createdAt} />
          </span>
          <span>
            {lastUsedAt ? (
              <>
                Last used <Ago at={lastUsedAt} />
              </>
            ) : (
              'Not used yet'
            )}
          </span>
        </>
      }
      action={
        <div className="fk-session-actions">
          <IconButton label={`Rename ${name}`} tone="edit" onClick={() => setRenaming(true)}>
            <PencilIcon />
          </IconButton>
          <ConfirmedAction
            label="Remove"
            variant="secondary"
            title={`Remove “${name}”?`}
            verb="Remove"
            act={() => remove(passkey)}
          >
            You won’t be able to sign in with it. Delete it from your device, too.
          </ConfirmedAction>
          {renaming && <RenameDialog passkey={passkey} onClose={() => setRenaming(false)} />}
        </div>
      }
    />
  );
}
