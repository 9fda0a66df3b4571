// "Add a passkey": has the browser make one and the server keep it.
import { addPasskey, startPasskey } from '../../contract/endpoints/passkeys.ts';
import type { Session } from '../../contract/endpoints/session.ts';
import { useDeviceState } from '../tablet/device-state.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { FormActions } from '../ui/form-layout.tsx';
import { PasskeyIcon } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { callRenewing, callSignedIn, sessionQuery } from './account-session.ts';
import { makePasskey, ownPasskeysQuery } from './passkeys.ts';
import { queryClient } from './server-state.tsx';
import { withStepUp } from './step-up.ts';

const readSession = (): Promise<Session> => queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });

/** @returns the session, which stands on the passkey from then on */
async function add(): Promise<Session> {
  try {
    const body = await makePasskey(await withStepUp(() => callSignedIn(startPasskey, {})));
    const { name } = await withStepUp(() => callRenewing(addPasskey, { body }));
    showToast({ tone: 'success', title: 'Passkey added', text: `It is called “${name}”.` });
    return await readSession();
  } finally {
    void queryClient.invalidateQueries({ queryKey: ownPasskeysQuery.queryKey });
  }
}

/** What failed may have been the answer alone: then there is nothing left to add. @throws the failure where there is */
async function goOnWithout(failure: unknown): Promise<Session> {
  const session = await readSession().catch(() => null);
  if (session?.passkeyStep !== null) throw failure;
  return session;
}

export function AddPasskey({ onAdded }: { onAdded?: (session: Session) => void }) {
  const work = useWork();
  const isShared = useDeviceState(({ phase }) => phase === 'linked');
  const start = () =>
    work.run(async () => {
      if (!onAdded) return void (await add());
      onAdded(await add().catch(goOnWithout));
    });
  return (
    <>
      {isShared && (
        <Notice tone="warning" title="This is a shared tablet">
          Keep your passkey on your phone or a security key, not here: whoever unlocks this tablet could use
          it.
        </Notice>
      )}
      <FailureNotice failure={work.failure} onRetry={start} />
      <FormActions>
        <Button icon={<PasskeyIcon />} variant="primary" busy={work.busy} onClick={start}>
          Add a passkey
        </Button>
      </FormActions>
    </>
  );
}
