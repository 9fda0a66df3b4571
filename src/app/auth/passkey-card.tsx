// The passkey that the organization requires: all that somebody sees who has yet to add it, or to use it after their password.
import type { Session } from '../../contract/endpoints/session.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { leaveStep, signOut } from './account-session.ts';
import { AddPasskey } from './add-passkey.tsx';
import { NoPasskeysHere } from './no-passkeys-here.tsx';
import { PasskeyStepUp } from './passkey-step-up.tsx';
import { canUsePasskeys } from './passkeys.ts';

function Adding({ session }: { session: Session }) {
  return (
    <>
      <p>
        <bdi>{session.organization.name}</bdi> requires a passkey for the role <bdi>{session.role.name}</bdi>:
        your fingerprint, your face or a screen lock, or a security key.
      </p>
      {canUsePasskeys() ? <AddPasskey onAdded={leaveStep} /> : <NoPasskeysHere />}
    </>
  );
}

function Using() {
  return (
    <>
      <PasskeyStepUp only onStepUp={leaveStep} />
      <p>Lost your passkey? An owner, or an admin with a higher role, can let you add a new one.</p>
    </>
  );
}

/** Stands in the place of every account screen until it is done. */
export function PasskeyCard({ session, step }: { session: Session; step: 'add' | 'use' }) {
  const leaving = useWork();
  return (
    <CenteredCard
      title={step === 'add' ? 'Add a passkey to continue' : 'Use your passkey'}
      lead={
        <>
          You’re signing in as <bdi>{session.user.name}</bdi>.
        </>
      }
      footer={
        <>
          <FailureNotice failure={leaving.failure} />
          <ButtonLink href="/help" variant="quiet">
            Help
          </ButtonLink>
          <Button variant="quiet" busy={leaving.busy} onClick={() => leaving.run(signOut)}>
            Sign out
          </Button>
        </>
      }
    >
      <FormStack>{step === 'add' ? <Adding session={session} /> : <Using />}</FormStack>
    </CenteredCard>
  );
}
