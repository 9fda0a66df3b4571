// "Sign in with a passkey": no address and no password, the passkey says whose it is.
import { navigate } from 'wouter/use-browser-location';
import { signInWithPasskey, startPasskeySignIn } from '../../contract/endpoints/passkeys.ts';
import { callAccount } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { PasskeyIcon } from '../ui/icons.tsx';
import { beginSession } from './account-session.ts';
import { canUsePasskeys, signWithPasskey } from './passkeys.ts';
import { type AfterSignIn, landingPath } from './return-path.ts';

/** Goes on to `returnPath`, or to the first screen that is open. Shows nothing where there can be no passkeys. */
export function PasskeySignIn({ returnPath, onSignedIn }: AfterSignIn) {
  const work = useWork();
  if (!canUsePasskeys()) return null;
  const enter = async () => {
    const request = await callAccount(startPasskeySignIn, {});
    const body = await signWithPasskey(request, 'sign in with your password');
    const session = await callAccount(signInWithPasskey, { body });
    beginSession(session);
    if (onSignedIn) onSignedIn();
    else navigate(returnPath ?? landingPath(session), { replace: true });
  };
  return (
    <FormStack>
      <Button icon={<PasskeyIcon />} wide busy={work.busy} onClick={() => work.run(enter)}>
        Sign in with a passkey
      </Button>
      <FailureNotice failure={work.failure} onRetry={() => work.run(enter)} />
    </FormStack>
  );
}
