// The panel "Passkeys": one's own, and the way to add one.
import { useQuery } from '@tanstack/react-query';
import { addPasskey, type Passkey, startPasskey } from '../../contract/endpoints/passkeys.ts';
import { callSignedIn } from '../auth/account-session.ts';
import { withFreshPassword } from '../auth/fresh-password.ts';
import { canUsePasskeys, makePasskey, ownPasskeysQuery } from '../auth/passkeys.ts';
import { useDeviceState } from '../device-state.ts';
import { queryClient } from '../server-state.tsx';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Panel } from '../ui/admin/page-header.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { FormActions } from '../ui/form-layout.tsx';
import { PasskeyIcon } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { PasskeyItem } from './passkey-item.tsx';
import './own-sessions.css';

async function add(): Promise<void> {
  const body = await makePasskey(await withFreshPassword(() => callSignedIn(startPasskey, {})));
  const { name } = await withFreshPassword(() => callSignedIn(addPasskey, { body }));
  await queryClient.invalidateQueries({ queryKey: ownPasskeysQuery.queryKey });
  showToast({ tone: 'success', title: 'The passkey is added', text: `It is called “${name}”.` });
}

function AddPasskey() {
  const work = useWork();
  const isShared = useDeviceState(({ phase }) => phase === 'linked');
  return (
    <>
      {isShared && (
        <Notice tone="warning" title="This is a shared tablet">
          Keep your passkey on your phone or a security key, not here: whoever unlocks this tablet could use
          it.
        </Notice>
      )}
      <FailureNotice failure={work.failure} onRetry={() => work.run(add)} />
      <FormActions>
        <Button icon={<PasskeyIcon />} variant="primary" busy={work.busy} onClick={() => work.run(add)}>
          Add a passkey
        </Button>
      </FormActions>
    </>
  );
}

function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  if (passkeys.length === 0) return <p className="fk-session-detail">You have no passkey yet.</p>;
  return (
    <ul className="fk-sessions">
      {passkeys.map((passkey) => (
        <PasskeyItem key={passkey.id} passkey={passkey} />
      ))}
    </ul>
  );
}

/** Where the browser can make none, those that there are can still be removed. */
export function PasskeysPanel() {
  const { data: passkeys, error, refetch } = useQuery(ownPasskeysQuery);
  return (
    <Panel title="Passkeys">
      <p className="fk-session-detail">
        Sign in with a fingerprint, your face or the screen lock of your phone instead of the password. Change
        the password and they stay; remove any that you don’t know.
      </p>
      {passkeys && <PasskeyList passkeys={passkeys} />}
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!passkeys && !error && <SkeletonRows rows={1} label="Looking for your passkeys" />}
      {canUsePasskeys() ? (
        passkeys && <AddPasskey />
      ) : (
        <p className="fk-session-detail">This browser can’t make passkeys. Open this page in another one.</p>
      )}
    </Panel>
  );
}
