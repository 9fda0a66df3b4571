// The dialog "Confirm it’s you", which asks for the password once more, or for a passkey of those who have one; where one is required, for that alone.
import { useQuery } from '@tanstack/react-query';
import { stepUpWithPassword } from '../../contract/endpoints/password.ts';
import { checkBody } from '../ui/admin/check-body.ts';
import { Dialog } from '../ui/admin/dialog.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useFirstFocus } from '../ui/admin/use-first-focus.ts';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { FormActions, FormStack } from '../ui/form-layout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { callSignedIn, renewSession, sessionQuery } from './account-session.ts';
import { PasskeyStepUp } from './passkey-step-up.tsx';
import { canUsePasskeys, ownPasskeysQuery } from './passkeys.ts';
import { useStepUp } from './step-up.ts';

interface AnswerProps {
  onStepUp: () => void;
  onCancel: () => void;
}

function PasskeyOnly({ onStepUp, onCancel }: AnswerProps) {
  return (
    <FormStack>
      <p>Use your passkey once more. Then it goes on by itself.</p>
      <PasskeyStepUp only onStepUp={onStepUp} />
      <FormActions>
        <Button onClick={onCancel}>Cancel</Button>
      </FormActions>
    </FormStack>
  );
}

function ConfirmForm({ onStepUp, onCancel }: AnswerProps) {
  const field = useFirstFocus();
  const { data: passkeys } = useQuery({ ...ownPasskeysQuery, enabled: canUsePasskeys() });
  const hasPasskey = passkeys !== undefined && passkeys.length > 0;
  const form = useForm({
    initial: { password: '' },
    check: (body) => checkBody(stepUpWithPassword.body, body),
    async send(body) {
      renewSession(await callSignedIn(stepUpWithPassword, { body }));
      onStepUp();
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
        {hasPasskey && <PasskeyStepUp onStepUp={onStepUp} />}
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

/** Stands once in the account screens and opens when work waits for a step-up. */
export function StepUpDialog() {
  const question = useStepUp((state) => state.question);
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const Answer = question?.by === 'passkey' || session?.stepUpBy === 'passkey' ? PasskeyOnly : ConfirmForm;
  return (
    <Dialog
      isOpen={question !== null}
      onClose={() => question?.givenUp()}
      title="Confirm it’s you"
      width="narrow"
    >
      {question && <Answer onStepUp={question.done} onCancel={question.givenUp} />}
    </Dialog>
  );
}
