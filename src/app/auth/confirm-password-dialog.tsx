// The dialog "Confirm it’s you", which asks for the password once more, or for a passkey of those who have one; where one is required, for that alone.
import { useQuery } from '@tanstack/react-query';
import { confirmPassword } from '../../contract/endpoints/session.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { Dialog } from '../ui/admin/dialog.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useFirstFocus } from '../ui/admin/use-first-focus.ts';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormActions, FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { callSignedIn, renewSession, sessionQuery } from './account-session.ts';
import { useFreshPassword } from './fresh-password.ts';
import { PasskeyConfirmation } from './passkey-confirmation.tsx';
import { canUsePasskeys, ownPasskeysQuery } from './passkeys.ts';

interface AnswerProps {
  onConfirmed: () => void;
  onCancel: () => void;
}

function PasskeyOnly({ onConfirmed, onCancel }: AnswerProps) {
  return (
    <FormStack>
      <p>Use your passkey once more. Then it goes on by itself.</p>
      <PasskeyConfirmation only onConfirmed={onConfirmed} />
      <FormActions>
        <Button onClick={onCancel}>Cancel</Button>
      </FormActions>
    </FormStack>
  );
}

function ConfirmForm({ onConfirmed, onCancel }: AnswerProps) {
  const field = useFirstFocus();
  const { data: passkeys } = useQuery({ ...ownPasskeysQuery, enabled: canUsePasskeys() });
  const hasPasskey = passkeys !== undefined && passkeys.length > 0;
  const form = useForm({
    initial: { password: '' },
    check: (body) => checkBody(confirmPassword.body, body),
    async send(body) {
      renewSession(await callSignedIn(confirmPassword, { body }));
      onConfirmed();
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <p>Confirm your password to continue{hasPasskey && ', or use a passkey'}.</p>
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          ref={field}
          {...form.field('password')}
        />
        {hasPasskey && <PasskeyConfirmation onConfirmed={onConfirmed} />}
        <FormActions>
          <Button onClick={onCancel}>Cancel</Button>
          <Button variant="primary" type="submit" busy={form.busy}>
            Confirm
          </Button>
        </FormActions>
      </FormStack>
    </form>
  );
}

/** Stands once in the account screens and opens when some work waits for a fresh password. */
export function ConfirmPasswordDialog() {
  const question = useFreshPassword((state) => state.question);
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const Answer = question?.by === 'passkey' || session?.confirmsBy === 'passkey' ? PasskeyOnly : ConfirmForm;
  return (
    <Dialog
      isOpen={question !== null}
      onClose={() => question?.givenUp()}
      title="Confirm it’s you"
      width="narrow"
    >
      {question && <Answer onConfirmed={question.confirmed} onCancel={question.givenUp} />}
    </Dialog>
  );
}
