// "Use a passkey", in the dialog that asks for the password once more.
import { confirmPasskey, startPasskeyConfirmation } from '../../contract/endpoints/passkeys.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { PasskeyIcon } from '../ui/icons.tsx';
import { callSignedIn, renewSession } from './account-session.ts';
import { signWithPasskey } from './passkeys.ts';

export function PasskeyConfirmation({ onConfirmed }: { onConfirmed: () => void }) {
  const work = useWork();
  const confirm = async () => {
    const body = await signWithPasskey(await callSignedIn(startPasskeyConfirmation, {}));
    renewSession(await callSignedIn(confirmPasskey, { body }));
    onConfirmed();
  };
  return (
    <>
      <Button icon={<PasskeyIcon />} wide busy={work.busy} onClick={() => work.run(confirm)}>
        Use a passkey
      </Button>
      <FailureNotice failure={work.failure} onRetry={() => work.run(confirm)} />
    </>
  );
}
