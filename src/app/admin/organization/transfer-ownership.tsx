// "Transfer ownership": the owner chooses who owns the organization from now on.
import { useQuery } from '@tanstack/react-query';
import { transferOwnership } from '../../../contract/endpoints/organization.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { callSignedIn, sessionQuery } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Panel } from '../../ui/admin/page-header.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { FormActions, FormRow, FormStack } from '../../ui/form-layout.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { HeirField } from './heir-field.tsx';

function TransferForm({ session }: { session: Session }) {
  const form = useForm({
    initial: { userId: '', password: '', name: '' },
    check: ({ userId, password, name }) => ({
      ...checkBody(transferOwnership.body, { userId, password }),
      ...(userId === '' && {
        userId: name.trim() === '' ? 'Choose the new owner.' : 'Choose a user from the list.',
      }),
    }),
    async send({ userId, password, name }) {
      await withStepUp(() => callSignedIn(transferOwnership, { body: { userId, password } }));
      showToast({
        tone: 'success',
        title: `${name} owns the organization now`,
        text: 'You’re an admin now.',
      });
      void queryClient.invalidateQueries({ queryKey: ['users'] });
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const { values, errors } = form;
  return (
    <form {...form.props}>
      <FormStack>
        <p>
          The new owner can do everything in {session.organization.name}. You become an admin: you can’t take
          the ownership back, and you can be deleted like any other user.
        </p>
        <FormRow>
          <HeirField
            selfId={session.user.id}
            text={values.name}
            userId={values.userId}
            error={errors.userId}
            onChange={(change) => form.set(change)}
          />
          <PasswordField label="Your password" autoComplete="current-password" {...form.field('password')} />
        </FormRow>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormActions>
          <Button variant="danger" type="submit" busy={form.busy}>
            Transfer ownership
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

/** Stands on the organization screen; of users other than the owner it shows nothing. */
export function TransferOwnership() {
  const { data: session } = useQuery(sessionQuery);
  if (!session?.permissions.includes('organization:own')) return null;
  return (
    <Panel title="Transfer ownership">
      <TransferForm session={session} />
    </Panel>
  );
}
