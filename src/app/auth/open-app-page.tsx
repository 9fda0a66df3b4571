// The page on which a sign-in to an app goes on: by the PIN session of the tablet's home, or by an account.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useParams, useSearch } from 'wouter';
import { continueAppSignIn, refuseAppSignIn } from '../../contract/endpoints/app-sign-ins.ts';
import { readDevice } from '../../device/store/roster.ts';
import { ApiProblem, callAccount, isProblem } from '../tablet/api.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { GivenUp } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Progress } from '../ui/spinner.tsx';
import { askHome } from './ask-home.ts';
import { SignInForm } from './sign-in-form.tsx';
import { withStepUp } from './step-up.ts';
import { StepUpDialog } from './step-up-dialog.tsx';

/** What stands in the way, and what can be done about it. */
type Obstacle = {
  failure: unknown;
  /** Whether a sign-in with a password can help. */
  signIn: boolean;
  /** By whom the app can be told that it does not go on. */
  by: 'home' | 'account' | null;
};

type Step = 'working' | Obstacle;

const signInHelps = (failure: unknown) => isProblem(failure, 'assurance_too_low', 'not_signed_in');

/** Leaves this page for good: "Back" must not lead to a sign-in that is over. */
function goOn(continueAt: string): void {
  const { protocol, href } = new URL(continueAt);
  if (protocol === 'https:' || protocol === 'http:') location.replace(href);
}

/** @returns what stands in the way; `null`: the browser is on its way, or nobody is signed in there */
async function tryHome(signInId: string): Promise<Obstacle | 'absent' | null> {
  const answer = await askHome(signInId);
  if (!answer) return 'absent';
  if (answer.type === 'done') {
    goOn(answer.continueAt);
    return null;
  }
  const failure = new ApiProblem({ code: answer.code, detail: answer.detail, status: 403 });
  return { failure, signIn: signInHelps(failure), by: 'home' };
}

async function tryAccount(signInId: string): Promise<Obstacle | null> {
  const call = () => callAccount(continueAppSignIn, { params: { signInId } });
  try {
    const { continueAt } = await withStepUp(call);
    goOn(continueAt);
    return null;
  } catch (failure) {
    if (isProblem(failure, 'not_signed_in')) return { failure: null, signIn: true, by: null };
    if (failure instanceof GivenUp) return { failure: null, signIn: false, by: 'account' };
    return { failure, signIn: false, by: 'account' };
  }
}

const nobodyHere = new ApiProblem({
  code: 'not_signed_in',
  status: 401,
  detail: 'Nobody is signed in on this tablet. Go to the PIN pad, enter your PIN, and open the app there.',
});

async function begin(signInId: string, afterSignIn: boolean): Promise<Obstacle | null> {
  const isTablet = (await readDevice().catch(() => undefined)) !== undefined;
  if (!isTablet || afterSignIn) return tryAccount(signInId);
  const found = await tryHome(signInId);
  return found === 'absent' ? { failure: nobodyHere, signIn: true, by: null } : found;
}

function BackToApp({ signInId, by }: { signInId: string; by: 'home' | 'account' }) {
  const [failure, setFailure] = useState<unknown>(null);
  const leave = async () => {
    if (by === 'account') {
      const { continueAt } = await callAccount(refuseAppSignIn, { params: { signInId } });
      return goOn(continueAt);
    }
    const answer = await askHome(signInId, true);
    if (answer?.type === 'done') goOn(answer.continueAt);
  };
  return (
    <>
      <FailureNotice failure={failure} />
      <Button variant="quiet" wide onClick={() => void leave().catch(setFailure)}>
        Back to the app
      </Button>
    </>
  );
}

function OpenApp({ signInId }: { signInId: string }) {
  usePageTitle('Sign in to an app');
  const [step, setStep] = useState<Step>('working');
  const begun = useRef(false);
  const go = useCallback(
    (afterSignIn: boolean) => {
      setStep('working');
      void begin(signInId, afterSignIn).then((obstacle) => obstacle && setStep(obstacle));
    },
    [signInId],
  );
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    go(false);
  }, [go]);
  return (
    <>
      {step === 'working' ? (
        <Progress label="Opening the app…" />
      ) : (
        <CenteredCard
          title={step.signIn ? 'Sign in to open the app' : 'The app can’t be opened'}
          footer={
            <ButtonLink href="/account" variant="quiet">
              My User Account
            </ButtonLink>
          }
        >
          <FormStack>
            <FailureNotice failure={step.failure} onRetry={() => go(false)} />
            {step.signIn && <SignInForm onSignedIn={() => go(true)} returnPath={null} />}
            {step.by && <BackToApp signInId={signInId} by={step.by} />}
          </FormStack>
        </CenteredCard>
      )}
      <StepUpDialog />
    </>
  );
}

/** What the provider says of a request that it can't send back to the app. */
const failures: Readonly<Record<string, string>> = {
  server_error: 'Something went wrong on the server. Open the app again in a moment.',
  invalid_client: 'Floorkey doesn’t know this app. Check the client ID in the app’s settings.',
  invalid_redirect_uri:
    'The app wants to go back to an address that isn’t its own. Check the redirect address under Apps.',
};

function Failed() {
  usePageTitle('The app can’t be opened');
  const error = new URLSearchParams(useSearch()).get('error') ?? '';
  return (
    <CenteredCard
      title="The app can’t be opened"
      lead={
        failures[error] ?? 'This sign-in is over, or the app asked for it in a wrong way. Open the app again.'
      }
    />
  );
}

/** Stands at `/open-app/…`, where the provider of an organization leads. */
export default function OpenAppPage() {
  const { signInId } = useParams<{ signInId?: string }>();
  return signInId ? <OpenApp key={signInId} signInId={signInId} /> : <Failed />;
}
