// The page to sign in with an email address and a password, or with a passkey.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { useDeviceState } from '../tablet/device-state.ts';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { readReturnPath } from './return-path.ts';
import { SignInForm } from './sign-in-form.tsx';
import { signUpQuery } from './sign-up-query.ts';

/** The way to an organization of one's own, where the server is open to that. */
function SignUpLink() {
  const { data } = useQuery({
    ...signUpQuery,
    // Without an answer there is no link, and nobody needs to hear of that.
    retry: false,
  });
  if (!data?.open) return null;
  return (
    <ButtonLink href="/sign-up" variant="quiet">
      Create an organization
    </ButtonLink>
  );
}

/** Stands at `/sign-in`; `?next=` names the screen to go on with. */
export default function SignInPage() {
  usePageTitle('Sign in');
  const returnPath = readReturnPath(useSearch(), location.origin);
  const state: unknown = useHistoryState();
  const isNoted = (what: 'ended' | 'cookieLost') =>
    typeof state === 'object' && state !== null && Reflect.get(state, what) === true;
  const hasEnded = isNoted('ended');
  const isDevice = useDeviceState(({ phase }) => phase === 'linked');
  return (
    <CenteredCard
      title="Sign in"
      lead="With your email address and password. On a shared tablet, sign in with your PIN instead."
      footer={
        <>
          <SignUpLink />
          <ButtonLink href="/help" variant="quiet">
            Help
          </ButtonLink>
          {isDevice && (
            <ButtonLink href="/" variant="quiet">
              Back to the PIN pad
            </ButtonLink>
          )}
        </>
      }
    >
      <FormStack>
        {isNoted('cookieLost') ? (
          <Notice tone="error" title="This browser doesn’t keep cookies for this address">
            So it can’t stay signed in. Allow cookies in its settings, or leave the private window, then sign
            in again.
          </Notice>
        ) : (
          returnPath && (
            <Notice tone="info" title={hasEnded ? 'Your session has ended' : 'Sign in to see that page'}>
              {hasEnded ? 'Sign in again to continue where you were.' : 'It opens right after you sign in.'}
            </Notice>
          )
        )}
        <SignInForm returnPath={returnPath} />
      </FormStack>
    </CenteredCard>
  );
}
