// What stands at the start page of a browser that is no authorized device: how it becomes one.
import { lazy, Suspense, useEffect, useState } from 'react';
import { getSession, type Session } from '../../../contract/endpoints/session.ts';
import { callAccount } from '../../tablet/api.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { useUpdateWhenIdle } from '../../tablet/pad-update.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CenteredCard } from '../../ui/centered-card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Progress } from '../../ui/spinner.tsx';
import '../kiosk.css';

/** Who is signed in with an account here; `undefined` while that is asked. */
function useAccount(): Session | null | undefined {
  const [session, setSession] = useState<Session | null>();
  useEffect(() => {
    let shown = true;
    const show = (answer: Session | null) => {
      if (shown) setSession(answer);
    };
    callAccount(getSession, {}).then(show, () => show(null));
    return () => {
      shown = false;
    };
  }, []);
  return session;
}

function NextStep({ session }: { session: Session | null | undefined }) {
  if (session === undefined) return <div className="fk-next-step" />;
  const mayAuthorize = session?.permissions.includes('devices:authorize');
  return (
    <div className="fk-next-step">
      {session && (
        <p>
          Signed in as <bdi className="fk-strong">{session.user.name}</bdi>
          {mayAuthorize ? '' : ', who can’t authorize devices. Ask an admin to sign in here.'}
        </p>
      )}
      {!session && (
        <ButtonLink href="/sign-in" variant="primary" size="large" wide>
          Sign in
        </ButtonLink>
      )}
      {session && (
        <ButtonLink
          href={mayAuthorize ? '/settings/devices' : '/account'}
          variant="primary"
          size="large"
          wide
        >
          {mayAuthorize ? 'Organization Settings' : 'My User Account'}
        </ButtonLink>
      )}
    </div>
  );
}

const LinkCodeScreen = lazy(() => import('../link-code/link-code-screen.tsx'));

/** Says how to authorize this device, and where to sign in. */
export function UnlinkedPage() {
  const storageProblem = useDeviceState((state) => state.storageProblem);
  const session = useAccount();
  const [coding, setCoding] = useState(false);
  useUpdateWhenIdle(!coding);
  useEffect(() => {
    // Loaded anew between the approval and its answer, the page would leave a device that nobody holds.
    void import('../../../device/pairing/link-from-afar.ts')
      .then(({ readShownLink }) => readShownLink())
      .then((link) => link && setCoding(true))
      .catch(() => undefined);
  }, []);
  usePageTitle('Authorize this device');
  if (coding) {
    return (
      <Suspense fallback={<Progress label="Opening…" />}>
        <LinkCodeScreen onClose={() => setCoding(false)} />
      </Suspense>
    );
  }
  return (
    <CenteredCard
      title={storageProblem ? 'This device can’t be used as it is' : 'This device is not authorized yet'}
      lead="Once it’s authorized, people sign in on it with their PIN. An admin can authorize it here, on this device:"
    >
      {storageProblem && (
        <div className="fk-storage-problem">
          <Notice
            tone="warning"
            title="The storage of this browser fails"
            action={<Button onClick={() => location.reload()}>Reload</Button>}
          >
            {storageProblem}
          </Notice>
        </div>
      )}
      <ol className="fk-steps">
        <li>Sign in with your email address and password.</li>
        <li>
          Open <strong>Organization Settings</strong>, then <strong>Authorized Devices</strong>.
        </li>
        <li>
          Choose <strong>Authorize Device</strong> and give this device a name.
        </li>
      </ol>
      <NextStep session={session} />
      <div className="fk-next-step">
        <Button size="large" wide onClick={() => setCoding(true)}>
          Pair with a code
        </Button>
      </div>
    </CenteredCard>
  );
}
