// What stands at the start page of a browser that is no authorized device: how it becomes one.
import { lazy, Suspense, useEffect, useState } from 'react';
import { getSession, type Session } from '../../../contract/endpoints/session.ts';
import { openDatabase } from '../../../device/store/database.ts';
import { callAccount } from '../../tablet/api.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { useUpdateWhenIdle } from '../../tablet/pad-update.ts';
import { Button, nameLook } from '../../ui/button.tsx';
import { CenteredCard } from '../../ui/centered-card.tsx';
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

/** Loads the other page: the start page has no routes. */
function PageLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className={nameLook({ variant: 'primary', size: 'large', wide: true })}>
      {children}
    </a>
  );
}

function SignedIn({ session }: { session: Session }) {
  const mayAuthorize = session.permissions.includes('devices:authorize');
  return (
    <div className="fk-next-step">
      <p>
        Signed in as <bdi className="fk-strong">{session.user.name}</bdi>
        {!mayAuthorize && ', who can’t authorize devices. Ask an admin to sign in here.'}
      </p>
      {mayAuthorize ? (
        <PageLink href="/settings/devices?authorize=1">Authorize Device</PageLink>
      ) : (
        <PageLink href="/account">My User Account</PageLink>
      )}
    </div>
  );
}

function SignInFirst() {
  return (
    <>
      <ol className="fk-steps">
        <li>Sign in with your email address and password.</li>
        <li>
          Open <strong>Organization Settings</strong>, then <strong>Authorized Devices</strong>.
        </li>
        <li>
          Choose <strong>Authorize Device</strong> and give this device a name.
        </li>
      </ol>
      <div className="fk-next-step">
        <PageLink href="/sign-in">Sign in</PageLink>
      </div>
    </>
  );
}

const LinkCodeScreen = lazy(() => import('../link-code/link-code-screen.tsx'));

/** Says how to authorize this device, and where to sign in. */
export function UnlinkedPage() {
  const storageProblem = useDeviceState((state) => state.storageProblem);
  const session = useAccount();
  // A link may ask for the code at once.
  const [coding, setCoding] = useState(() => new URLSearchParams(location.search).has('link'));
  useUpdateWhenIdle(!coding);
  useEffect(() => {
    // Loaded anew between the approval and its answer, the page would leave a device that nobody holds.
    void openDatabase()
      .then((database) => database?.get('newKey', 'current'))
      .then((kept) => kept?.link && setCoding(true))
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
      lead={`Once it’s authorized, people sign in on it with their PIN.${session ? '' : ' An admin can authorize it here, on this device:'}`}
    >
      {storageProblem && (
        <div className="fk-storage-problem" role="alert">
          <p>{storageProblem}</p>
          <Button onClick={() => location.reload()}>Reload</Button>
        </div>
      )}
      {session === null && <SignInFirst />}
      {session && <SignedIn session={session} />}
      {session !== undefined && (
        <div className="fk-next-step">
          <Button size="large" wide onClick={() => setCoding(true)}>
            Pair with a code
          </Button>
        </div>
      )}
    </CenteredCard>
  );
}
