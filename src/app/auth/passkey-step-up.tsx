// "Use a passkey", where a step-up is asked for, and as the second step of a sign-in.
import { startPasskeyStepUp, stepUpWithPasskey } from '../../contract/endpoints/passkeys.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { PasskeyIcon } from '../ui/icons.tsx';
import { callRenewing, callSignedIn, renewSession } from './account-session.ts';
import { NoPasskeysHere } from './no-passkeys-here.tsx';
import { canUsePasskeys, signWithPasskey } from './passkeys.ts';

export interface PasskeyStepUpProps {
  /** Whether nothing else confirms here. */
  only?: boolean;
  onStepUp: (session: Session) => void;
}

export function PasskeyStepUp({ only = false, onStepUp }: PasskeyStepUpProps) {
  const work = useWork();
  const confirm = async () => {
    const body = await signWithPasskey(
      await callSignedIn(startPasskeyStepUp, {}),
      only ? 'open Floorkey on the device that has your passkey' : 'enter your password',
    );
    const session = await callRenewing(stepUpWithPasskey, { body });
    renewSession(session);
    onStepUp(session);
  };
  if (!canUsePasskeys()) return only && <NoPasskeysHere />;
  return (
    <>
      <Button
        icon={<PasskeyIcon />}
        variant={only ? 'primary' : 'secondary'}
        wide
        busy={work.busy}
        onClick={() => work.run(confirm)}
      >
        Use a passkey
      </Button>
      <FailureNotice failure={work.failure} onRetry={() => work.run(confirm)} />
    </>
  );
}
